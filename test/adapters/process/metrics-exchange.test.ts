import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect } from 'chai';
import type { Channel } from '../../../src/adapters/process/channel.ts';
import { MetricsHost, shareMetrics } from '../../../src/adapters/process/metrics-exchange.ts';

const DEADLINE_MS = 100;

function channelOf(port: MessagePort): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
  };
}

describe('metrics sent between processes', () => {
  let ports: MessagePort[];
  let received: [number, string][];
  let host: MetricsHost<string>;

  beforeEach(() => {
    ports = [];
    received = [];
    host = new MetricsHost<string>(
      {
        started: () => {},
        ended: () => {},
        received: (workerId, snapshot) => received.push([workerId, snapshot]),
        text: async (answers) => JSON.stringify([...answers].sort()),
      },
      DEADLINE_MS,
    );
  });
  afterEach(() => {
    for (const port of ports) port.close();
  });

  function connect(workerId: number): Channel {
    const { port1, port2 } = new MessageChannel();
    ports.push(port1);
    host.add(workerId, channelOf(port1));
    return channelOf(port2);
  }

  const numbers = (name: string) => ({
    snapshot: async () => `all of ${name}`,
    counters: async () => `counters of ${name}`,
  });

  it('are those of all workers, whichever is asked', async () => {
    const [ann, ben] = [shareMetrics(connect(1), numbers('ann')), shareMetrics(connect(2), numbers('ben'))];
    const all = '[[1,"all of ann"],[2,"all of ben"]]';
    expect(await Promise.all([ann.text(), ben.text(), ann.text()])).to.deep.equal([all, all, all]);
    await Promise.all([ann.close(), ben.close()]);
  });

  it('do not wait for a worker that is silent', async () => {
    const ann = shareMetrics(connect(1), numbers('ann'));
    connect(2);
    expect(await ann.text()).to.equal('[[1,"all of ann"]]');
    await ann.close();
  });

  it('do not wait for a worker that is gone', async () => {
    host = new MetricsHost<string>(
      { started: () => {}, ended: () => {}, received: () => {}, text: async ({ size }) => `${size}` },
      60_000,
    );
    const ann = shareMetrics(connect(1), numbers('ann'));
    connect(2);
    const text = ann.text();
    setImmediate(() => host.remove(2));
    expect(await text).to.equal('1');
    await ann.close();
  });

  it('are sent a last time at the end', async () => {
    const ann = shareMetrics(connect(1), numbers('ann'));
    await ann.close();
    const arrived = new Promise((resolve) => ports[0]?.once('message', resolve));
    await arrived;
    expect(received).to.deep.equal([[1, 'counters of ann']]);
  });

  it('that a worker cannot send do not affect the others', async () => {
    const ann = shareMetrics(connect(1), numbers('ann'));
    const ben = shareMetrics(connect(2), {
      snapshot: () => Promise.reject(new Error('no')),
      counters: async () => '',
    });
    expect(await ben.text()).to.equal('[[1,"all of ann"]]');
    await Promise.all([ann.close(), ben.close()]);
  });
});
