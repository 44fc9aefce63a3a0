import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { expect } from 'chai';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import type { Channel } from '../../../src/adapters/process/channel.ts';
import { serveLedger } from '../../../src/adapters/process/ledger-server.ts';
import { RemoteLedger } from '../../../src/adapters/process/remote-ledger.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { describeDrawLedger } from '../../contracts/draw-ledger.ts';
import { describeDrawLog } from '../../contracts/draw-log.ts';
import { describeUnitPools } from '../../contracts/unit-pools.ts';

/* Messages between processes are JSON, so that is what goes through here too. */
const channelOf = (port: MessagePort): Channel => ({
  send: (message) => port.postMessage(JSON.stringify(message)),
  onMessage: (listener) => port.on('message', (text) => listener(JSON.parse(text))),
});

async function create() {
  const { port1, port2 } = new MessageChannel();
  const drawLog = new MemoryDrawLedger();
  serveLedger(drawLog, channelOf(port1));
  return { ledger: new RemoteLedger(channelOf(port2)), drawLog, close: async () => port1.close() };
}

describeDrawLedger({ name: 'in another process', create });
describeUnitPools({ name: 'in another process', create });
describeDrawLog({ name: 'written from another process', create, isInMemory: true });

describe('RemoteLedger', () => {
  it('reports a fault at the other end as a fault of the ledger', async () => {
    const { port1, port2 } = new MessageChannel();
    serveLedger(new MemoryDrawLedger(), channelOf(port1));
    const error = await new RemoteLedger(channelOf(port2)).reveal('a', 7, 0).catch((thrown: Error) => thrown);
    port1.close();
    expect(error).to.be.instanceOf(DependencyError);
    expect(error)
      .to.have.property('message')
      .that.matches(/no seed 7/);
  });

  it('calls no method that is not one of a ledger', async () => {
    const { port1, port2 } = new MessageChannel();
    serveLedger(new MemoryDrawLedger(), channelOf(port1));
    const answers: unknown[] = [];
    const channel = channelOf(port2);
    const answered = new Promise<void>((resolve) => {
      channel.onMessage((answer) => {
        answers.push(answer);
        resolve();
      });
    });
    for (const [id, method] of ['activityIds', 'constructor', '__proto__', 'openHelps'].entries()) {
      channel.send({ type: 'ledger-call', id, method, args: ['a1'] });
    }
    await answered;
    port1.close();
    expect(answers).to.deep.equal([{ type: 'ledger-answer', id: 3, ok: true, value: [] }]);
  });

  it('fails at once when the other end is gone', async () => {
    const gone: Channel = {
      send: () => {
        throw new Error('channel closed');
      },
      onMessage: () => {},
    };
    const error = await new RemoteLedger(gone).read('a', 'u').catch((thrown: Error) => thrown);
    expect(error).to.be.instanceOf(DependencyError);
  });
});
