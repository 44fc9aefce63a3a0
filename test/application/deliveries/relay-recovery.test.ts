import { expect } from 'chai';
import sinon from 'sinon';
import { LogMover } from '../../../src/application/deliveries/log-mover.ts';
import { RelayRecovery } from '../../../src/application/deliveries/relay-recovery.ts';
import type { LogEntry } from '../../../src/domain/draws/draw-log.ts';
import { MemoryRelayStore } from '../../support/memory-relay-store.ts';
import { MemoryTail } from '../../support/memory-tail.ts';
import { AT, drawEntry } from '../../support/sample-entries.ts';

const NOW = 777;

describe('RelayRecovery', () => {
  let tail: MemoryTail;
  let store: MemoryRelayStore;
  let mover: LogMover;
  let recovery: RelayRecovery;

  beforeEach(() => {
    tail = new MemoryTail();
    store = new MemoryRelayStore();
    const common = { vault: null, clock: { now: () => NOW }, errorReporter: { report: () => {} } };
    mover = new LogMover({ tail, store, ...common });
    recovery = new RelayRecovery({ tail, store, archive: store, recovery: store, ...common });
  });

  const draws = (from: number, to: number, prefix = 'draw-') =>
    Array.from({ length: to - from + 1 }, (_, index) =>
      drawEntry(from + index, { drawId: `${prefix}${from + index}` }),
    );
  const loss = (seq: number, after: number): LogEntry => ({ kind: 'loss', seq, at: AT, after });
  const archived = (log = 'root') => (store.logs.get(`1 ${log}`) ?? []).map(({ seq }) => seq);
  async function move(): Promise<string> {
    const [cursor] = await store.cursors('1');
    return mover.move('1', 'root', cursor, { mayGoOn: () => true, onBehind: () => {} });
  }
  /** The archive has numbers 1 to 10; then the ledger's store has these. */
  async function wentBackTo(left: readonly LogEntry[]): Promise<void> {
    tail.add('1', 'root', ...draws(1, 10));
    expect(await move()).to.equal('drained');
    tail.logs.set('1 root', [...left]);
    expect(await move()).to.equal('halted');
  }

  const cases: readonly {
    readonly what: string;
    readonly left: readonly LogEntry[];
    readonly keptTo: number;
    readonly archived: readonly number[];
    readonly setAside: readonly number[];
  }[] = [
    {
      what: 'lost its end, and the loss was accepted',
      left: [...draws(1, 6), loss(11, 6), ...draws(12, 12, 'new-')],
      keptTo: 6,
      archived: [1, 2, 3, 4, 5, 6, 11, 12],
      setAside: [7, 8, 9, 10],
    },
    {
      what: 'lost its end, of which another program knew less than the archive',
      left: [...draws(1, 6), loss(9, 6), ...draws(10, 12, 'new-')],
      keptTo: 6,
      archived: [1, 2, 3, 4, 5, 6, 9, 10, 11, 12],
      setAside: [7, 8, 9, 10],
    },
    {
      what: 'went back and then on by itself',
      left: [...draws(1, 3), ...draws(4, 12, 'new-')],
      keptTo: 3,
      archived: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      setAside: [4, 5, 6, 7, 8, 9, 10],
    },
    {
      what: 'was trimmed, lost all, and the loss was accepted',
      left: [loss(11, 0), ...draws(12, 13, 'new-')],
      keptTo: 0,
      archived: [11, 12, 13],
      setAside: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    },
    {
      what: 'was trimmed to 5, lost its end, and the loss was accepted',
      left: [...draws(5, 8), loss(12, 8)],
      keptTo: 8,
      archived: [1, 2, 3, 4, 5, 6, 7, 8, 12],
      setAside: [9, 10],
    },
    {
      what: 'was emptied and begun again',
      left: draws(1, 2, 'new-'),
      keptTo: 0,
      archived: [1, 2],
      setAside: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    },
    {
      what: 'was trimmed beyond an archive that is from an old backup',
      left: draws(20, 22),
      keptTo: 10,
      archived: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 19, 20, 21, 22],
      setAside: [],
    },
  ];
  for (const { what, left, keptTo, archived: expected, setAside } of cases) {
    it(`goes on where both agree after a log that ${what}`, async () => {
      await wentBackTo(left);
      const acceptance = await recovery.accept('1');
      expect(acceptance).to.deep.equal({
        kind: 'accepted',
        logs: [{ log: 'root', keptTo, setAside: setAside.length }],
      });
      expect(await move()).to.equal('drained');
      expect(archived()).to.deep.equal(expected);
      expect(archived(`root~${NOW}`)).to.deep.equal(setAside);
      const last = left.at(-1);
      expect(await store.entry('1', 'root', last?.seq ?? 0)).to.deep.equal(last);
    });
  }

  it('archives a loss where neither has the entries between', async () => {
    await wentBackTo(draws(20, 22));
    await recovery.accept('1');
    expect(await store.entry('1', 'root', 19)).to.deep.equal({ kind: 'loss', seq: 19, at: NOW, after: 10 });
  });

  it('leaves the activity halted where it dies on its way, and finishes when it is repeated', async () => {
    await wentBackTo([...draws(1, 6), ...draws(20, 22)]);
    const dying = sinon.stub(store, 'resume').rejects(new Error('died'));
    expect(await recovery.accept('1').then(() => null, String)).to.match(/died/);
    expect(archived()).to.deep.equal([1, 2, 3, 4, 5, 6]);
    expect(await move()).to.equal('halted');
    dying.restore();
    expect(await recovery.accept('1')).to.have.property('kind', 'accepted');
    expect(await move()).to.equal('drained');
    expect(archived()).to.deep.equal([1, 2, 3, 4, 5, 6, 19, 20, 21, 22]);
  });

  it('says so where another program changed the log meanwhile', async () => {
    await wentBackTo(draws(20, 22));
    sinon.stub(store, 'resume').resolves({ kind: 'moved' });
    expect(await recovery.accept('1').then(() => null, String)).to.match(/root.*changed by another program/);
    expect(archived()).not.to.include(20);
  });

  it('changes nothing where nothing is halted, or the ledger has nothing', async () => {
    expect(await recovery.accept('1')).to.deep.equal({ kind: 'nothing' });
    await wentBackTo([]);
    expect(await recovery.accept('1')).to.deep.equal({ kind: 'no_log', log: 'root' });
    expect(archived()).to.have.length(10);
    expect((await store.cursors('1'))[0]?.halted?.reason).to.equal('entry_missing');
  });

  it('shows how far each log is', async () => {
    tail.add('1', 'root', ...draws(1, 10));
    expect(await recovery.state('1')).to.deep.equal([{ log: 'root', archived: 0, latest: 10, halted: null }]);
    await move();
    tail.logs.set('1 root', draws(1, 4));
    await move();
    expect(await recovery.state('1')).to.deep.equal([
      { log: 'root', archived: 10, latest: 4, halted: { at: NOW, reason: 'entry_missing' } },
    ]);
  });
});
