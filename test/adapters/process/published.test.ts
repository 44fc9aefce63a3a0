import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect } from 'chai';
import sinon from 'sinon';
import type { Channel } from '../../../src/adapters/process/channel.ts';
import { answerPublished, askPublished, isPublished } from '../../../src/adapters/process/published.ts';
import { until } from '../../support/until.ts';

/* It goes through the same channels as the messages, and comes back. */
const MARKER = 'marker';

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
    let isMarked = false;
    port1.on('message', (message) => {
      if (message === MARKER) port1.postMessage(MARKER);
    });
    port2.on('message', (message) => {
      if (message === MARKER) isMarked = true;
    });
    const worker = {
      knows: false,
      channel: channelOf(port2),
      /** Resolves when all is answered that it has sent so far, and may be answered by now. */
      answered: () => {
        port2.postMessage(MARKER);
        return until(() => isMarked, { what: 'the marker to come back' });
      },
    };
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
    for (const worker of workers) await worker.answered();
    expect(workers.some(({ knows }) => knows)).to.equal(false);
    publish();
    await all(workers);
    await all([workerOf(published)]);
  });

  it('is so at once where no operations process was started', async () => {
    await all([workerOf(null)]);
  });

  describe('by the clock', () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
      clock = sinon.useFakeTimers();
    });
    afterEach(() => clock.restore());

    /** The two ends of a channel that delivers at once. */
    function directChannels(): readonly [Channel, Channel] {
      const [one, other] = [new EventEmitter(), new EventEmitter()];
      const end = (to: EventEmitter, from: EventEmitter): Channel => ({
        send: (message) => to.emit('message', message),
        onMessage: (listener) => from.on('message', listener),
      });
      return [end(one, other), end(other, one)];
    }

    function asking(supervisor: Channel) {
      const asked = { knows: false };
      void askPublished(supervisor).then(() => {
        asked.knows = true;
      });
      return asked;
    }

    it('is not waited for under a supervisor of an earlier program, which does not answer', async () => {
      const asked = asking(directChannels()[0]);
      await clock.tickAsync(1999);
      expect(asked.knows).to.equal(false);
      await clock.tickAsync(1);
      expect(asked.knows).to.equal(true);
    });

    it('is waited for as long as it takes under one that answers', async () => {
      let publish = () => {};
      const published = new Promise<void>((resolve) => {
        publish = resolve;
      });
      const [toSupervisor, toWorker] = directChannels();
      answerPublished(toWorker, published);
      const asked = asking(toSupervisor);
      await clock.tickAsync(600_000);
      expect(asked.knows).to.equal(false);
      publish();
      await clock.tickAsync(0);
      expect(asked.knows).to.equal(true);
    });
  });

  it('is not taken from other messages', async () => {
    const worker = workerOf(new Promise(() => {}));
    for (const message of [null, 'published', 7, {}, { type: 'other' }, { type: 'ask-published' }]) {
      worker.channel.send(message);
      expect(isPublished(message)).to.equal(false);
    }
    expect(isPublished({ type: 'published' })).to.equal(true);
    await worker.answered();
    expect(worker.knows).to.equal(false);
  });
});
