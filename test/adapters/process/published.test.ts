import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect } from 'chai';
import type { Channel } from '../../../src/adapters/process/channel.ts';
import { answerPublished, askPublished, isPublished } from '../../../src/adapters/process/published.ts';
import { until } from '../../support/until.ts';

function channelOf(port: MessagePort): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
  };
}

describe('that drafts are published, reported between processes', () => {
  const ports: MessagePort[] = [];
  afterEach(() => {
    for (const port of ports.splice(0)) port.close();
  });

  /** A worker of this supervisor, and whether it knows. */
  function workerOf(published: Promise<void> | null) {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    answerPublished(channelOf(port1), published);
    const worker = { knows: false, channel: channelOf(port2) };
    void askPublished(worker.channel).then(() => {
      worker.knows = true;
    });
    return worker;
  }
  const all = (workers: readonly { readonly knows: boolean }[]) =>
    until(() => workers.every(({ knows }) => knows), { what: 'the workers to know' });

  it('reaches each worker when it is so, also one that asks later', async () => {
    let publish = () => {};
    const published = new Promise<void>((resolve) => {
      publish = resolve;
    });
    const workers = [workerOf(published), workerOf(published)];
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(workers.some(({ knows }) => knows)).to.equal(false);
    publish();
    await all(workers);
    await all([workerOf(published)]);
  });

  it('is so at once where no operations process was started', async () => {
    await all([workerOf(null)]);
  });

  it('is not taken from other messages', async () => {
    const worker = workerOf(new Promise(() => {}));
    for (const message of [null, 'published', 7, {}, { type: 'other' }, { type: 'ask-published' }]) {
      worker.channel.send(message);
      expect(isPublished(message)).to.equal(false);
    }
    expect(isPublished({ type: 'published' })).to.equal(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(worker.knows).to.equal(false);
  });
});
