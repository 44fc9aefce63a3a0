import { expect } from 'chai';
import type { DeliveryCounts } from '../../src/domain/deliveries/delivery-counts.ts';

/** A win on its way, as far as it counts. */
export interface CountedDelivery {
  readonly endpoint: string | null;
  readonly state: 'preparing' | 'ready' | 'delivered' | 'failed';
  readonly wonAt: number;
  readonly dueAt: number | null;
}

export interface DeliveryCountsCase {
  readonly name: string;
  /** An empty store, which counts up to `maxCount`. */
  create(maxCount: number): Promise<{
    readonly counts: DeliveryCounts;
    add(deliveries: readonly CountedDelivery[]): Promise<void>;
    close(): Promise<void>;
  }>;
}

const MAX_COUNT = 100;

/** The contract of DeliveryCounts, for each adapter. */
export function describeDeliveryCounts({ name, create }: DeliveryCountsCase): void {
  describe(`DeliveryCounts: ${name}`, () => {
    let store: Awaited<ReturnType<DeliveryCountsCase['create']>>;
    beforeEach(async () => {
      store = await create(MAX_COUNT);
    });
    afterEach(() => store.close());

    const waiting = (endpoint: string, wonAt: number): CountedDelivery => ({
      ...{ endpoint, wonAt, state: 'preparing' },
      dueAt: wonAt + 100_000,
    });
    const failed = (endpoint: string): CountedDelivery => ({
      ...{ endpoint, state: 'failed' },
      ...{ wonAt: 1, dueAt: null },
    });

    it('counts nothing where there is nothing', async () => {
      expect(await store.counts.byEndpoint()).to.deep.equal([]);
    });

    it('counts what waits, and since when, and what has failed, by endpoint', async () => {
      await store.add([
        ...[waiting('crm', 3000), waiting('crm', 1000), waiting('crm', 2000)],
        ...[waiting('sms', 5000), failed('sms'), failed('sms')],
        failed('old'),
      ]);
      expect(await store.counts.byEndpoint()).to.deep.equal([
        { endpoint: 'crm', waiting: 3, oldestWonAt: 1000, failed: 0 },
        { endpoint: 'old', waiting: 0, oldestWonAt: null, failed: 1 },
        { endpoint: 'sms', waiting: 1, oldestWonAt: 5000, failed: 2 },
      ]);
    });

    it('counts nothing that is delivered, or is not for an endpoint', async () => {
      const done = { wonAt: 1000, dueAt: null };
      await store.add([
        { endpoint: 'crm', state: 'delivered', ...done },
        { endpoint: null, state: 'ready', ...done },
      ]);
      expect(await store.counts.byEndpoint()).to.deep.equal([]);
    });

    it('names at most 50 endpoints', async () => {
      const names = Array.from({ length: 60 }, (_, no) => `endpoint-${String(no).padStart(2, '0')}`);
      await store.add(names.map((endpoint) => waiting(endpoint, 1000)));
      const counted = await store.counts.byEndpoint();
      expect(counted.map(({ endpoint }) => endpoint)).to.deep.equal(names.slice(0, 50));
    });

    it('counts up to its limit, and knows the oldest of all', async () => {
      await store.add(Array.from({ length: MAX_COUNT + 50 }, (_, no) => waiting('crm', 9000 - no)));
      await store.add(Array.from({ length: MAX_COUNT + 50 }, () => failed('old')));
      expect(await store.counts.byEndpoint()).to.deep.equal([
        { endpoint: 'crm', waiting: MAX_COUNT, oldestWonAt: 9000 - MAX_COUNT - 49, failed: 0 },
        { endpoint: 'old', waiting: 0, oldestWonAt: null, failed: MAX_COUNT },
      ]);
    });
  });
}
