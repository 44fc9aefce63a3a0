import { expect } from 'chai';
import { drawKeys } from '../../../../src/adapters/redis/draws/draw-keys.ts';
import { RedisDrawLedger } from '../../../../src/adapters/redis/draws/redis-draw-ledger.ts';
import { RedisDrawLog } from '../../../../src/adapters/redis/draws/redis-draw-log.ts';
import { openRedis } from '../../../../src/adapters/redis/redis-connection.ts';
import { parseRedisUrl } from '../../../../src/adapters/redis/redis-target.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { describeDrawLedger } from '../../../contracts/draw-ledger.ts';
import { startRedisCluster } from '../../../support/redis-cluster.ts';
import { startRedis } from '../../../support/redis-server.ts';

async function ledgerIn(server: { url: string; stop(): Promise<void> }) {
  const target = parseRedisUrl(server.url);
  if (!target) throw new Error(`not a Redis URL: ${server.url}`);
  const connection = openRedis(target, { report: () => {} });
  await connection.settled();
  const close = async () => {
    await connection.close();
    await server.stop();
  };
  return {
    client: connection.client,
    ledger: new RedisDrawLedger(connection.client),
    drawLog: new RedisDrawLog(connection.client),
    close,
  };
}

describeDrawLedger({
  name: 'Redis',
  create: async () =>
    ledgerIn(await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] })),
});

describeDrawLedger({ name: 'Redis Cluster', create: async () => ledgerIn(await startRedisCluster()) });

describe('RedisDrawLedger', () => {
  it('answers for the others where one account is something else', async () => {
    const server = await startRedis();
    const { ledger, client, close } = await ledgerIn(server);
    await client.set(drawKeys('1').account('bob'), 'no account');
    const read = await Promise.allSettled(['ann', 'bob', 'cid'].map((uid) => ledger.read('1', uid)));
    expect(read.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect((read[1] as PromiseRejectedResult).reason).to.be.instanceOf(DependencyError);
    await close();
  });
});
