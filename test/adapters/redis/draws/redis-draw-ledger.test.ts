import { expect } from 'chai';
import { drawKeys } from '../../../../src/adapters/redis/draws/draw-keys.ts';
import { RedisDrawLedger } from '../../../../src/adapters/redis/draws/redis-draw-ledger.ts';
import { RedisDrawLog } from '../../../../src/adapters/redis/draws/redis-draw-log.ts';
import { openRedis } from '../../../../src/adapters/redis/redis-connection.ts';
import { parseRedisUrl } from '../../../../src/adapters/redis/redis-target.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { describeDrawLedger } from '../../../contracts/draw-ledger.ts';
import { describeDrawLog } from '../../../contracts/draw-log.ts';
import { startRedisCluster } from '../../../support/redis-cluster.ts';
import { startRedis } from '../../../support/redis-server.ts';

async function ledgerIn(server: { url: string; stop(): Promise<void> }) {
  const target = parseRedisUrl(server.url);
  if (!target) throw new Error(`not a Redis URL: ${server.url}`);
  // The time limit of a command is tested elsewhere; here it would fail on a busy machine.
  const connection = openRedis(target, { report: () => {} }, 'patient');
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

const stores = {
  Redis: () => startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] }),
  'Redis Cluster': () => startRedisCluster(),
};
for (const [name, start] of Object.entries(stores)) {
  const create = async () => ledgerIn(await start());
  describeDrawLedger({ name, create });
  describeDrawLog({ name, create });
}

describe('RedisDrawLedger', () => {
  it('fails the read of a key that is not an account, and no other read of the batch', async () => {
    const server = await startRedis();
    const { ledger, client, close } = await ledgerIn(server);
    await client.set(drawKeys('1').account('bob'), 'no account');
    const read = await Promise.allSettled(['ann', 'bob', 'cid'].map((uid) => ledger.read('1', uid)));
    expect(read.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect((read[1] as PromiseRejectedResult).reason).to.be.instanceOf(DependencyError);
    await close();
  });
});
