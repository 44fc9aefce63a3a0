import { expect } from 'chai';
import fc from 'fast-check';
import sinon from 'sinon';
import { Relay, type RelayDependencies } from '../../../src/application/deliveries/relay.ts';
import type { DrawEntry } from '../../../src/domain/draws/draw-log.ts';
import { markOf } from '../../../src/domain/draws/entry-mark.ts';
import { DependencyError } from '../../../src/domain/shared/dependency-error.ts';
import { MemoryRelayStore } from '../../support/memory-relay-store.ts';
import { MemoryTail } from '../../support/memory-tail.ts';
import { batchOf, drawEntry, rulesSet, wonEntry } from '../../support/sample-entries.ts';
import { until } from '../../support/until.ts';

const TEXT = JSON.stringify({
  prizes: [{ id: 'car', name: 'A car', image: 'media/car.svg', claim: 'Call us', claim_url: '/car' }],
  rules: { prizes: { car: { odds: '1/2', value: '5.00', delivery: { by: 'webhook', to: 'crm' } } } },
});

describe('Relay', () => {
  let tail: MemoryTail;
  let store: MemoryRelayStore;
  let reported: string[];
  let tell: (ids: readonly string[]) => void;
  const relays: Relay[] = [];

  beforeEach(() => {
    tail = new MemoryTail();
    store = new MemoryRelayStore();
    reported = [];
    tail.seeds.push({ no: 1, secret: 'ab'.repeat(32), revealedAt: null });
    tail.rules.push(rulesSet(1, TEXT));
  });
  afterEach(async () => {
    for (const relay of relays.splice(0)) await relay.close();
  });

  function relayOver(changes: Partial<RelayDependencies> = {}): Relay {
    let holder = '';
    const relay = new Relay({
      tail,
      store,
      trim: tail,
      news: {
        listen: (onNews) => {
          tell = onNews;
          return () => {};
        },
      },
      lease: {
        take: async (name) => {
          holder ||= name;
          return holder === name ? 1 : null;
        },
        release: async () => {
          holder = '';
        },
      },
      notes: { note: async () => {} },
      holder: 'a',
      vault: {
        seal: (text, place) => `sealed ${place} ${text.length}`,
        open: () => '',
        digest: () => '',
      },
      mayWrite: async () => true,
      clock: { now: () => Date.now() },
      errorReporter: { report: (fault, error) => reported.push(`${fault}: ${error}`) },
      random: () => 0.5,
      ...changes,
    });
    relays.push(relay);
    relay.start();
    return relay;
  }
  const storeParts = () => ({ cursors: store.cursors.bind(store), halt: store.halt.bind(store) });
  const archived = (log = '1 root') => store.logs.get(log) ?? [];
  const hasMoved = (count: number, log?: string) =>
    until(() => archived(log).length === count, { what: `${count} entries to be archived` });

  it('moves what is there at its start, and what news tells of', async () => {
    tail.add('1', 'root', wonEntry(1), drawEntry(2));
    relayOver();
    await hasMoved(2);
    tail.add('1', 'root', wonEntry(3));
    tell(['1']);
    await hasMoved(3);
    expect(archived()).to.deep.equal(tail.of('1', 'root'));
    expect([...store.deliveries.keys()]).to.deep.equal(['1 draw-1', '1 draw-3']);
  });

  it('makes a delivery by the set of rules of its draw', async () => {
    tail.add('1', 'root', wonEntry(1), wonEntry(2, 2, { rulesNo: 9 }));
    relayOver();
    await hasMoved(2);
    const [first, second] = [...store.deliveries.values()];
    const face = { name: 'A car', image: 'media/car.svg', claim: 'Call us', claimUrl: '/car', value: '5.00' };
    const way = { method: 'webhook', endpoint: 'crm', state: 'preparing' };
    expect(first).to.deep.include({ ...face, ...way, unit: 1, uid: 'u1' });
    expect(first?.dueAt).to.be.a('number');
    expect(second).to.deep.include({ name: 'car', method: 'hand', state: 'ready', dueAt: null });
    expect([...store.rules.values()]).to.deep.equal([rulesSet(1, TEXT)]);
  });

  it('archives a seed sealed', async () => {
    tail.add('1', 'root', drawEntry(1));
    relayOver();
    await hasMoved(1);
    expect([...store.seeds.values()]).to.deep.equal([
      { no: 1, secret: 'sealed seed:1:1 64', revealedAt: null },
    ]);
  });

  it('archives no secret seed without a vault', async () => {
    tail.add('1', 'root', drawEntry(1));
    relayOver({ vault: null });
    await hasMoved(1);
    expect(store.seeds.size).to.equal(0);
  });

  it('moves each of 65 logs', async () => {
    for (let segment = 0; segment < 64; segment++)
      tail.add('1', `${segment}`, drawEntry(1, { drawId: `d${segment}` }));
    tail.add('1', 'root', drawEntry(1));
    relayOver();
    await until(() => store.logs.size === 65, { what: '65 logs' });
  });

  it('halts an activity whose log went back and on, tells it once, and goes on with the others', async () => {
    tail.add('1', 'root', drawEntry(1), drawEntry(2));
    tail.add('2', 'root', drawEntry(1));
    relayOver();
    await hasMoved(2);
    await hasMoved(1, '2 root');
    tail.logs.set('1 root', [
      drawEntry(1),
      drawEntry(2, { drawId: 'x' }),
      drawEntry(3, { prizeId: 'car', unit: 9 }),
    ]);
    tail.add('2', 'root', drawEntry(2));
    tell(['1', '2']);
    await hasMoved(2, '2 root');
    await until(() => reported.length > 0, { what: 'a report' });
    tell(['1', '1']);
    tell(['2']);
    await until(async () => (await store.cursors('1'))[0]?.halted?.reason === 'entry_differs', {
      what: 'a halt',
    });
    expect(archived()).to.deep.equal([drawEntry(1), drawEntry(2)]);
    expect(store.deliveries.size).to.equal(0);
    expect(reported).to.have.length(1);
    expect(reported[0]).to.match(/halted.*entry_differs/);
  });

  for (const [what, left, reason] of [
    ['is shorter', [drawEntry(1)], 'entry_missing'],
    ['is empty', [], 'entry_missing'],
    ['lacks entries after the cursor', [drawEntry(2), drawEntry(4)], 'entries_missing'],
  ] as const) {
    it(`halts where the log ${what}`, async () => {
      tail.add('1', 'root', drawEntry(1), drawEntry(2));
      relayOver();
      await hasMoved(2);
      tail.logs.set('1 root', [...left]);
      tell(['1']);
      await until(() => reported.length > 0, { what: 'a report' });
      expect((await store.cursors('1'))[0]?.halted?.reason).to.equal(reason);
    });
  }

  it('halts at its start an activity that the ledger has lost altogether', async () => {
    tail.add('1', 'root', drawEntry(1));
    const first = relayOver();
    await hasMoved(1);
    await first.close();
    tail.logs.clear();
    relayOver();
    await until(async () => (await store.cursors('1'))[0]?.halted?.reason === 'log_missing', {
      what: 'a halt',
    });
  });

  it('goes on within seconds after a store was away, and meanwhile with nothing', async () => {
    let isAway = true;
    const away = async () => {
      if (isAway) throw new Error('away');
    };
    tail.add('1', 'root', wonEntry(1));
    const append: MemoryRelayStore['append'] = async (batch) => {
      await away();
      return store.append(batch);
    };
    relayOver({ store: { ...storeParts(), append } });
    await until(() => reported.length > 2, { what: 'faults' });
    expect(store.deliveries.size).to.equal(0);
    isAway = false;
    await hasMoved(1);
  });

  describe('in a time of its own', () => {
    let time: sinon.SinonFakeTimers;
    beforeEach(() => {
      time = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    });
    afterEach(() => {
      time.restore();
    });

    /* Nothing of the store in memory takes longer. */
    const settled = async () => {
      for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    };
    const pass = async (ms: number) => {
      await time.tickAsync(ms);
      await settled();
    };
    function failingSlice(error: Error): { reads: number; tail: MemoryTail; isMended: boolean } {
      const state = { reads: 0, isMended: false, tail };
      const slice: MemoryTail['slice'] = async (id, ...rest) => {
        if (id === '1' && !state.isMended) {
          state.reads += 1;
          throw error;
        }
        return MemoryTail.prototype.slice.call(tail, id, ...rest);
      };
      state.tail = Object.assign(Object.create(tail) as MemoryTail, { slice });
      return state;
    }

    it('goes on with the others at once where a log cannot be read, and tries that one ever more seldom', async () => {
      tail.add('1', 'root', drawEntry(1));
      const failing = failingSlice(new Error('malformed'));
      relayOver({ tail: failing.tail });
      for (let seq = 1; seq < 20; seq++) {
        await settled();
        tail.add('2', 'root', drawEntry(seq));
        tell(['2', '1']);
        await settled();
        expect(archived('2 root')).to.have.length(seq);
      }
      expect(failing.reads).to.equal(1);
      await pass(60_000);
      expect(failing.reads).to.be.within(10, 20);
      failing.isMended = true;
      await pass(10_000);
      expect(archived()).to.have.length(1);
    });

    it('pauses all where a store is away, and goes on with all', async () => {
      tail.add('1', 'root', drawEntry(1));
      const failing = failingSlice(new DependencyError('record store', 'away'));
      relayOver({ tail: failing.tail });
      await settled();
      tail.add('2', 'root', drawEntry(1));
      tell(['2']);
      await settled();
      expect(archived('2 root')).to.have.length(0);
      await pass(50);
      expect(archived('2 root')).to.have.length(1);
      // It is this activity alone that the store refuses, so it is tried every 2 s.
      await pass(20_000);
      expect(failing.reads).to.be.within(10, 20);
      failing.isMended = true;
      await pass(2000);
      expect(archived()).to.have.length(1);
    });

    it('knows nothing of before when it has the lease again after another relay', async () => {
      let fence: number | null = 1;
      const noted: (number | null)[] = [];
      tail.add('1', 'root', wonEntry(1));
      relayOver({
        lease: { take: async () => fence, release: async () => {} },
        notes: {
          note: async (since) => {
            noted.push(since);
          },
        },
      });
      await settled();
      expect([archived().length, store.rules.size]).to.deep.equal([1, 1]);
      // Another one has it, and an operator accepts another history meanwhile.
      fence = 2;
      store.rules.clear();
      store.seeds.clear();
      noted.length = 0;
      tail.add('1', 'root', wonEntry(2));
      await pass(2500);
      expect([archived().length, store.rules.size, store.seeds.size]).to.deep.equal([2, 1, 1]);
      expect(noted[0]).to.equal(null);
    });

    it('forgets what it knows of an activity that is halted, also by another relay', async () => {
      tail.add('1', 'root', wonEntry(1), wonEntry(2));
      relayOver();
      await settled();
      await store.halt('1', 'root', 777, 'entry_differs');
      tell(['1']);
      await settled();
      store.rules.clear();
      await store.setAside('1', 'root', 1, 777);
      await store.resume(batchOf([], { seq: 1, mark: markOf(wonEntry(1)) }));
      tell(['1']);
      await settled();
      expect([archived().length, store.rules.size]).to.deep.equal([2, 1]);
    });

    it('ends in 3 s where a store hangs, and leaves the lease to its end', async () => {
      const released = sinon.fake.resolves(undefined);
      const hanging = { ...storeParts(), append: () => new Promise<never>(() => {}) };
      tail.add('1', 'root', drawEntry(1));
      const relay = relayOver({ store: hanging, lease: { take: async () => 1, release: released } });
      await settled();
      let hasEnded = false;
      const closing = relay.close().then(() => {
        hasEnded = true;
      });
      await pass(2900);
      expect(hasEnded).to.equal(false);
      await pass(200);
      await closing;
      expect(released.callCount).to.equal(0);
      relays.length = 0;
    });
  });

  it('does nothing where it may not write', async () => {
    tail.add('1', 'root', drawEntry(1));
    let asked = 0;
    relayOver({
      mayWrite: async () => {
        asked += 1;
        return false;
      },
    });
    await until(() => asked > 0, { what: 'the question' });
    tell(['1']);
    expect(archived()).to.have.length(0);
  });

  it('makes the archive equal to the log, with one delivery a win, whatever dies when', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('win', 'draw', 'die before', 'die after', 'restart', 'two'), {
          minLength: 1,
          maxLength: 40,
        }),
        async (steps) => {
          tail = new MemoryTail();
          store = new MemoryRelayStore();
          tail.rules.push(rulesSet(1, TEXT));
          const wins: DrawEntry[] = [];
          const deaths: ('die before' | 'die after')[] = [];
          const append: MemoryRelayStore['append'] = async (batch) => {
            const death = deaths.shift();
            if (death === 'die before') throw new Error('died before');
            const result = await store.append(batch);
            if (death === 'die after') throw new Error('died after');
            return result;
          };
          const dying = { ...storeParts(), append };
          let relay = relayOver({ store: dying });
          let seq = 0;
          for (const step of steps) {
            if (step === 'win' || step === 'draw') {
              seq += 1;
              const entry = step === 'win' ? wonEntry(seq) : drawEntry(seq);
              if (step === 'win') wins.push(entry);
              tail.add('1', 'root', entry);
              tell(['1']);
            } else if (step === 'restart') {
              await relay.close();
              relay = relayOver({ store: dying });
            } else if (step === 'two') {
              relayOver({
                store: dying,
                holder: 'b',
                lease: { take: async () => 1, release: async () => {} },
              });
            } else deaths.push(step);
            await new Promise((resolve) => setImmediate(resolve));
          }
          deaths.length = 0;
          tell(['1']);
          await hasMoved(seq);
          expect(archived()).to.deep.equal(tail.of('1', 'root'));
          expect([...store.deliveries.values()].map(({ drawId }) => drawId)).to.deep.equal(
            wins.map(({ drawId }) => drawId),
          );
          for (const each of relays.splice(0)) await each.close();
        },
      ),
      { numRuns: 60 },
    );
  });
});
