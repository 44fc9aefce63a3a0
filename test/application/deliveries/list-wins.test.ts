import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import { listWins } from '../../../src/application/deliveries/list-wins.ts';
import type { DeliveryState } from '../../../src/domain/deliveries/delivery.ts';
import type { ListedWin, MovedTo, WonFilter, WonList } from '../../../src/domain/deliveries/won-list.ts';
import { AT, candidate, commitNext, SECRET, sampleRules } from '../../contracts/sample-commits.ts';

const ALL: WonFilter = { states: null, methods: null, since: null };
const RULES = JSON.stringify({
  prizes: [{ id: 'cup', name: '杯子' }],
  rules: { prizes: { cup: { value: '10.00', delivery: { by: 'counter' } } } },
});

describe('the list of wins', () => {
  let ledger: MemoryDrawLedger;
  let stored: ListedWin[];
  let moved: MovedTo[];
  /* What happens while the first page is read. */
  let meanwhile: () => Promise<unknown>;
  let list: WonList;

  beforeEach(async () => {
    ledger = new MemoryDrawLedger();
    await ledger.seed('lucky', SECRET, 'secret');
    await ledger.announce('lucky', { ...sampleRules(1), text: RULES });
    stored = [];
    moved = [];
    meanwhile = async () => {};
    list = {
      movedTo: async () => moved,
      wins: async function* (_activityId, { states }) {
        await meanwhile();
        yield stored.filter(({ state }) => states === null || states.includes(state));
      },
    };
  });

  const win = async (uid: string, at = AT) => {
    const drawId = randomUUID();
    await commitNext(ledger, 'lucky', { uid, drawId, at, candidates: [candidate('cup')] });
    return drawId;
  };
  const lose = (uid: string) => commitNext(ledger, 'lucky', { uid });
  /* As the relay does: all that the log has by now. */
  const relay = async (state: DeliveryState = 'ready') => {
    const { logs } = await ledger.book('lucky');
    const seq = logs[0]?.seq ?? 0;
    for await (const batch of ledger.entries('lucky', 'root', moved[0]?.seq ?? 0, seq)) {
      for (const entry of batch) {
        if (entry.kind !== 'draw' || entry.prizeId === null) continue;
        const { drawId, uid, prizeId, unit, at } = entry;
        const face = { name: 'Cup', image: null, claim: null, claimUrl: null, value: null };
        stored.push({
          ...{ activityId: 'lucky', drawId, uid, prizeId, unit: unit ?? 0, method: 'hand', endpoint: null },
          ...{ state, ...face, wonAt: at, until: null, form: null, isUnmoved: false },
        });
      }
    }
    moved = [{ log: 'root', seq, isHalted: false }];
  };
  async function listed(filter: Partial<WonFilter> = {}, from: WonList | null = list) {
    const { pages, ...listing } = await listWins(ledger, from, 'lucky', { ...ALL, ...filter });
    const wins: ListedWin[] = [];
    for await (const page of pages) wins.push(...page);
    return { ...listing, wins, ids: wins.map(({ drawId }) => drawId) };
  }

  it('is that of the record store where everything was moved', async () => {
    const ids = [await win('ann'), await win('ben')];
    await relay();
    expect(await listed()).to.deep.include({ all: 2, unmoved: 0, isHalted: false, ids });
  });

  it('has what the relay has not moved, as its rules say', async () => {
    const first = await win('ann');
    await relay();
    await lose('ben');
    const second = await win('ben', AT + 5);
    const { unmoved, ids, wins } = await listed();
    expect([unmoved, ids]).to.deep.equal([1, [first, second]]);
    expect(wins[1]).to.deep.include({
      ...{ uid: 'ben', prizeId: 'cup', name: '杯子', value: '10.00', unit: 2, method: 'counter' },
      ...{ state: 'preparing', wonAt: AT + 5, isUnmoved: true },
    });
  });

  it('has each win once that the relay moves while it is read', async () => {
    const first = await win('ann');
    await relay();
    // The clock of the machine that drew it was behind.
    const second = await win('ben', AT - 1000);
    meanwhile = () => relay();
    expect((await listed()).ids).to.deep.equal([first, second]);
  });

  it('has each win that the relay moves after it was read', async () => {
    const first = await win('ann');
    await relay();
    const second = await win('ben', AT - 1000);
    const before = stored;
    meanwhile = async () => {
      stored = [];
      await relay();
      stored = before;
    };
    expect((await listed()).ids).to.deep.equal([first, second]);
  });

  it('is that of the log where there is no record store', async () => {
    const ids = [await win('ann'), await win('ben')];
    expect(await listed({}, null)).to.deep.include({ all: 2, unmoved: 2, ids });
  });

  it('counts what was not moved also where it is not asked for', async () => {
    await win('ann');
    expect(await listed({ states: ['ready'] })).to.deep.include({ unmoved: 1, ids: [] });
    expect(await listed({ methods: ['code'] })).to.deep.include({ unmoved: 1, ids: [] });
    expect(await listed({ since: AT + 1 })).to.deep.include({ unmoved: 1, ids: [] });
    expect((await listed({ methods: ['counter'], since: AT, states: ['preparing'] })).ids).to.have.length(1);
  });

  it('says that a log is halted', async () => {
    await win('ann');
    await relay();
    moved = moved.map((each) => ({ ...each, isHalted: true }));
    expect((await listed()).isHalted).to.equal(true);
  });
});
