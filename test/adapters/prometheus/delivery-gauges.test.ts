import { expect } from 'chai';
import { Registry } from 'prom-client';
import { ClusterMetrics } from '../../../src/adapters/prometheus/cluster-metrics.ts';
import { addDeliveryGauges, type DeliverySources } from '../../../src/adapters/prometheus/delivery-gauges.ts';
import { snapshotOf } from '../../../src/adapters/prometheus/snapshot.ts';
import { familiesOf, sampleValue } from '../../support/scrape.ts';

describe('addDeliveryGauges', () => {
  const NAMES = [
    'cms_market_records_up',
    'cms_market_relay_lag_seconds',
    'cms_market_relay_halted',
    'cms_market_deliveries_waiting',
    'cms_market_deliveries_oldest_seconds',
    'cms_market_deliveries_failed',
  ] as const;
  const well: DeliverySources = {
    recordsAreUp: () => true,
    deliveries: async () => [
      { endpoint: 'crm', waiting: 3, oldestWonAt: 4000, failed: 0 },
      { endpoint: 'old', waiting: 0, oldestWonAt: null, failed: 2 },
    ],
    relay: async () => ({
      lagSeconds: 1.5,
      halted: ['1', '2'].map((log) => ({ activityId: '1055', log, at: 1, reason: 'entry_differs' as const })),
    }),
    now: () => 10_000,
  };
  const away = () => Promise.reject(new Error('away'));

  function registryWith(sources: Partial<DeliverySources>): Registry {
    const registry = new Registry();
    addDeliveryGauges(registry, { ...well, ...sources }, 50);
    return registry;
  }
  const read = async (registry: Registry) => familiesOf(await registry.metrics());

  it('shows what waits, since when, what failed, and how the relay stands', async () => {
    const families = await read(registryWith({}));
    expect([...families.keys()]).to.have.members(NAMES);
    const value = (name: (typeof NAMES)[number], labels = {}) => sampleValue(families, name, labels);
    expect(value('cms_market_records_up')).to.equal(1);
    expect(value('cms_market_relay_lag_seconds')).to.equal(1.5);
    expect(value('cms_market_relay_halted', { activity: '1055' })).to.equal(1);
    expect(value('cms_market_deliveries_waiting', { endpoint: 'crm' })).to.equal(3);
    expect(value('cms_market_deliveries_oldest_seconds', { endpoint: 'crm' })).to.equal(6);
    expect(value('cms_market_deliveries_failed', { endpoint: 'old' })).to.equal(2);
    expect(families.get('cms_market_deliveries_oldest_seconds')?.samples).to.have.length(1);
    expect(families.get('cms_market_relay_halted')?.samples).to.have.length(1);
  });

  for (const [what, source] of [
    ['is away', away],
    ['does not answer in time', () => new Promise<never>(() => {})],
  ] as const) {
    it(`shows that the store ${what}, and no old value`, async () => {
      let isWell = true;
      const registry = registryWith({
        deliveries: () => (isWell ? well.deliveries() : source()),
        relay: () => (isWell ? well.relay() : source()),
      });
      await read(registry);
      isWell = false;
      const families = await read(registry);
      expect(sampleValue(families, 'cms_market_records_up', {})).to.equal(0);
      for (const name of NAMES.slice(1)) expect(families.get(name)?.samples, name).to.deep.equal([]);
    });
  }

  it('shows a store that answers and is not written as one that is away', async () => {
    const families = await read(registryWith({ recordsAreUp: () => false }));
    expect(sampleValue(families, 'cms_market_records_up', {})).to.equal(0);
    expect(sampleValue(families, 'cms_market_deliveries_waiting', { endpoint: 'crm' })).to.equal(3);
  });

  it('asks the store once a scrape, and names at most 100 halted activities', async () => {
    let asked = 0;
    const halted = Array.from({ length: 150 }, (_, no) => ({
      ...{ activityId: `a${no}`, log: '1' },
      ...{ at: 1, reason: 'entry_missing' as const },
    }));
    const registry = registryWith({
      deliveries: () => {
        asked += 1;
        return well.deliveries();
      },
      relay: async () => ({ lagSeconds: 0, halted }),
    });
    expect((await read(registry)).get('cms_market_relay_halted')?.samples).to.have.length(100);
    expect(asked).to.equal(1);
  });

  it('takes the worse of two processes, as while a worker replaces another', async () => {
    const [one, other] = [registryWith({}), registryWith({ deliveries: away })];
    const cluster = new ClusterMetrics();
    cluster.started(1);
    cluster.started(2);
    const answers = new Map([
      [1, await snapshotOf(one)],
      [2, await snapshotOf(other)],
    ]);
    const families = familiesOf(await cluster.text(answers, []));
    expect(sampleValue(families, 'cms_market_records_up', {})).to.equal(0);
    expect(sampleValue(families, 'cms_market_deliveries_waiting', { endpoint: 'crm' })).to.equal(3);
  });
});
