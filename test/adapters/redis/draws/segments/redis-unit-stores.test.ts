import type { RedisClient } from '../../../../../src/adapters/redis/redis-client.ts';
import { unitStoresContract } from '../../../../contracts/unit-stores.ts';
import { openRedisLedger } from '../../../../support/redis-ledger.ts';
import { startRedis, type TestRedis } from '../../../../support/redis-server.ts';
import { RedisUnits } from '../../../../support/redis-units.ts';
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
});
