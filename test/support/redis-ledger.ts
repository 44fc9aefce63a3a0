import { RedisDrawLog } from '../../src/adapters/redis/draws/redis-draw-log.ts';
import { RedisLedger } from '../../src/adapters/redis/draws/redis-ledger.ts';
import { openRedis } from '../../src/adapters/redis/redis-connection.ts';
import { parseRedisUrl } from '../../src/adapters/redis/redis-target.ts';
import type { CurrentSeed } from '../../src/domain/draws/draw-ledger.ts';

/** A ledger in this Redis, with a connection and a memory of its own, as one more process has them. */
export async function openRedisLedger(url: string) {
  const target = parseRedisUrl(url);
  if (!target) throw new Error(`not a Redis URL: ${url}`);
  // The time limit of a command is tested elsewhere; here it would fail on a busy machine.
  const connection = openRedis(target, { report: () => {} }, 'patient');
  await connection.settled();
  return {
    client: connection.client,
    ledger: deciding(new RedisLedger(connection.client)),
    drawLog: new RedisDrawLog(connection.client),
    close: () => connection.close(),
  };
}

/* A process asks for the seed before its first draw or earning, and decides by it until it asks again. */
function deciding(ledger: RedisLedger): RedisLedger {
  const epochs = new Map<string, number>();
  const seed: RedisLedger['seed'] = async (activityId, ...args) => {
    const current: CurrentSeed = await ledger.seed(activityId, ...args);
    epochs.set(activityId, current.epoch);
    return current;
  };
  const inEpoch = async <T extends { readonly activityId: string }>(change: T): Promise<T> => {
    const { activityId } = change;
    if (!epochs.has(activityId)) await seed(activityId, 'ef'.repeat(32), 'any');
    return { ...change, epoch: epochs.get(activityId) };
  };
  const own: Partial<RedisLedger> = {
    seed,
    commit: async (change) => ledger.commit(await inEpoch(change)),
    earn: async (change) => ledger.earn(await inEpoch(change)),
    help: async (change) => ledger.help(await inEpoch(change)),
  };
  return new Proxy(ledger, {
    get: (target, name: keyof RedisLedger) => own[name] ?? target[name]?.bind(target),
  });
}
