import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { RedisRecord } from '../../../../../src/adapters/redis/draws/redis-record.ts';
import { RedisUnitStores } from '../../../../../src/adapters/redis/draws/segments/redis-unit-stores.ts';
import type { RedisClient } from '../../../../../src/adapters/redis/redis-client.ts';
import { unitStoresContract } from '../../../../contracts/unit-stores.ts';
import { openRedisLedger } from '../../../../support/redis-ledger.ts';
import { startRedis, type TestRedis } from '../../../../support/redis-server.ts';
import { openSegments, RedisUnits } from '../../../../support/redis-units.ts';
import { segmentSettings } from '../../../../support/segment-settings.ts';

describe('RedisUnitStores', function () {
  // Tens of thousands of steps, each a round trip.
  this.timeout(600_000);
  let server: TestRedis;
  let client: RedisClient;
  let close: () => Promise<void>;

  before(async () => {
    server = await startRedis();
    ({ client, close } = await openRedisLedger(server.url));
  });
  after(async () => {
    await close();
    await server.stop();
  });

  unitStoresContract(
    async (now) => {
      await client.flushall();
      const units = new RedisUnits(client, 'a', now);
      await units.take(0, [], null);
      return units;
    },
    segmentSettings.filter(({ name }) => /deaths|one process/.test(name)),
  );

  it('recalls units once in 100 ms by the clock of Redis', async () => {
    await client.flushall();
    const record = new RedisRecord(client);
    await openSegments(record, 'a', 8);
    const stores = new RedisUnitStores(record);
    const report = { prizeId: 'a', received: 0, won: 0, wonValue: 0 };
    const request = { ...report, segments: 8, limit: 1, cost: 0, budget: null };
    expect(await stores.grant('a', { ...request, segment: 0 })).to.include({ kind: 'lot' });
    for (let round = 0; round < 2; round++) {
      // In one turn, so that they come together.
      const asked = [1, 2].map((segment) => stores.grant('a', { ...request, segment }));
      const [first, second] = await Promise.all(asked);
      expect(first).to.include({ kind: 'recall' });
      if (second?.kind !== 'wait') throw new Error(`not to wait: ${second?.kind}`);
      expect(second.ms).to.be.within(1, 100);
      await pause(second.ms + 2);
    }
  });
});
