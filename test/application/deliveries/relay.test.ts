import { expect } from 'chai';
import fc from 'fast-check';
import { Relay, type RelayDependencies } from '../../../src/application/deliveries/relay.ts';
import type { DrawEntry } from '../../../src/domain/draws/draw-log.ts';
import { MemoryRelayStore } from '../../support/memory-relay-store.ts';
import { MemoryTail } from '../../support/memory-tail.ts';
import { drawEntry, rulesSet, wonEntry } from '../../support/sample-entries.ts';
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
    expect([...store.rules.keys()]).to.deep.equal(['1 1']);
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
    const flaky = { append, cursors: store.cursors.bind(store), halt: store.halt.bind(store) };
    relayOver({ store: flaky });
    await until(() => reported.length > 2, { what: 'faults' });
    expect(store.deliveries.size).to.equal(0);
    isAway = false;
    await hasMoved(1);
  });

  it('goes on with the others where a log cannot be read', async () => {
    tail.add('1', 'root', drawEntry(1));
    tail.add('2', 'root', drawEntry(1));
    const slice: MemoryTail['slice'] = async (id, ...rest) => {
      if (id === '1') throw new Error('malformed');
      return MemoryTail.prototype.slice.call(tail, id, ...rest);
    };
    const broken = Object.assign(Object.create(tail) as MemoryTail, { slice });
    relayOver({ tail: broken });
    await hasMoved(1, '2 root');
    for (let seq = 2; seq < 20; seq++) {
      tail.add('2', 'root', drawEntry(seq));
      tell(['2']);
      await hasMoved(seq, '2 root');
    }
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
          const dying = { append, cursors: store.cursors.bind(store), halt: store.halt.bind(store) };
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
