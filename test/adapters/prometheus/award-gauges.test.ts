import { expect } from 'chai';
import { Registry } from 'prom-client';
import { type AwardSources, addAwardGauges } from '../../../src/adapters/prometheus/award-gauges.ts';
import { ClusterMetrics } from '../../../src/adapters/prometheus/cluster-metrics.ts';
import { snapshotOf } from '../../../src/adapters/prometheus/snapshot.ts';
import { familiesOf, sampleValue } from '../../support/scrape.ts';

type Prize = ReturnType<AwardSources['awardLimits']>['prizes'][number];

const NAMES = ['budget', 'budget_spent', 'budget_barred_prizes'] as const;

describe('addAwardGauges', () => {
  const car: Prize = { prizeId: 'constructor', stock: 10, cost: 5000 };
  let calls: number;
  beforeEach(() => {
    calls = 0;
  });

  function registryWith(
    awarded: AwardSources['awarded'],
    prizes: readonly Prize[] = [car],
    budget: number | null = null,
  ): Registry {
    const registry = new Registry();
    const sources: AwardSources = {
      activityIds: () => ['a', 'b'],
      awardLimits: (id) => (id === 'a' ? { prizes, budget } : { prizes: [], budget: null }),
      awarded: (id) => {
        calls += 1;
        return awarded(id);
      },
    };
    addAwardGauges(registry, sources, 50);
    return registry;
  }
  const totals =
    (counts: Record<string, number>, spent = 0): AwardSources['awarded'] =>
    async () => ({ counts, spent });
  const read = async (registry: Registry) => familiesOf(await registry.metrics());
  const left = async (registry: Registry) =>
    sampleValue(await read(registry), 'cms_market_stock_left', { activity: 'a', prize: 'constructor' });
  const budgetOf = async (registry: Registry) => {
    const families = await read(registry);
    return NAMES.map((name) => sampleValue(families, `cms_market_${name}`, { activity: 'a' }));
  };

  it('exports the stock minus the awards', async () => {
    expect(await left(registryWith(totals({ constructor: 3 })))).to.equal(7);
  });
  it('exports the whole stock without awards', async () => {
    expect(await left(registryWith(totals({})))).to.equal(10);
  });
  it('never exports less than 0', async () => {
    expect(await left(registryWith(totals({ constructor: 3 }), [{ ...car, stock: 2 }]))).to.equal(0);
  });
  it('exports nothing of an unlimited prize, and does not ask the ledger for it', async () => {
    expect(await left(registryWith(totals({}), [{ ...car, stock: null }]))).to.equal(undefined);
    expect(calls).to.equal(0);
  });
  it('exports nothing while the ledger cannot be read', async () => {
    const away = registryWith(() => Promise.reject(new Error('away')), [car], 100);
    expect(await left(away)).to.equal(undefined);
    expect(await budgetOf(away)).to.deep.equal([undefined, undefined, undefined]);
  });
  it('does not wait for a ledger that hangs', async () => {
    expect(await left(registryWith(() => new Promise(() => {})))).to.equal(undefined);
  });

  it('exports the budget and what is spent of it, in yuan', async () => {
    expect(await budgetOf(registryWith(totals({ constructor: 3 }, 15_050), [car], 100_000))).to.deep.equal([
      1000, 150.5, 0,
    ]);
  });
  it('exports no budget where there is none', async () => {
    expect(await budgetOf(registryWith(totals({ constructor: 3 }, 15_000)))).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });
  it('counts the prizes that are left and that the rest of the budget does not pay', async () => {
    const prizes = [
      car,
      { prizeId: 'coupon', stock: null, cost: 1000 },
      { prizeId: 'gone', stock: 0, cost: 9000 },
      { prizeId: 'thanks', stock: null, cost: 0 },
    ];
    const barred = async (spent: number) =>
      (await budgetOf(registryWith(totals({}, spent), prizes, 10_000)))[2];
    expect([await barred(5000), await barred(5001), await barred(9000), await barred(9001)]).to.deep.equal([
      0, 1, 1, 2,
    ]);
  });

  it('reads the ledger once for a scrape, and again for the next', async () => {
    const registry = registryWith(totals({}), [car], 10_000);
    await Promise.all([registry.metrics(), registry.metrics()]);
    expect(calls).to.equal(1);
    await registry.metrics();
    expect(calls).to.equal(2);
  });

  it('takes the highest expense and the lowest stock of several processes', async () => {
    const cluster = new ClusterMetrics();
    const answers = new Map();
    for (const [id, [count, spent]] of [
      [1, 10_000],
      [3, 30_000],
      [2, 20_000],
    ].entries() as Iterable<[number, [number, number]]>) {
      cluster.started(id);
      answers.set(id, await snapshotOf(registryWith(totals({ constructor: count }, spent), [car], 31_000)));
    }
    const families = familiesOf(await cluster.text(answers, []));
    const value = (name: string, labels: object = { activity: 'a' }) =>
      sampleValue(families, `cms_market_${name}`, labels);
    expect(NAMES.map((name) => value(name))).to.deep.equal([310, 300, 1]);
    expect(value('stock_left', { activity: 'a', prize: 'constructor' })).to.equal(7);
  });
});
