import type { RedisClient } from '../adapters/redis/redis-client.ts';
import { RedisRecordsOwner } from '../adapters/redis/redis-records-owner.ts';
import { DependencyError } from '../domain/shared/dependency-error.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

const UNKNOWN_YET = 'it is not known yet whether this is the record store of this Redis';

/* A key that is gone, or another store, is noticed in so long. */
const LOOK_MS = 5000;

function foreign(owner: string, own: string | null): string {
  const found = own === null ? 'there is none here' : `this one is ${own}`;
  return (
    `this Redis belongs to record store ${owner}, and ${found}: all processes on one Redis need the same ` +
    'DATABASE_URL, and without one they must be on one machine. If the other store is gone for good, delete the key cms:records'
  );
}

/** In a process that writes records. @returns whether they may be written @throws Error if Redis does not answer */
export async function mayWriteRecords(get: Get): Promise<boolean> {
  const records = get(tokens.records);
  if (!records.isReady()) return false;
  const redis = get(tokens.redis);
  if (!redis) return true;
  const own = records.storeId;
  const owner = await new RedisRecordsOwner(redis.client).claim(own);
  if (owner === own) return true;
  // It ends the process, with this as its last line: nothing of what it would do is right.
  setImmediate(() => {
    throw new Error(foreign(owner, own));
  });
  return false;
}

/** In a process that publishes. Redis does not keep releases from visitors: while it is away, they are published. */
export async function mayPublish(get: Get): Promise<boolean> {
  try {
    return await mayWriteRecords(get);
  } catch {
    return get(tokens.records).isReady();
  }
}

/** On the public side: lets the record store be used while it is the one of this Redis. */
export function watchRecordsOwner(get: Get): void {
  const redis = get(tokens.redis);
  if (!redis) return;
  const records = get(tokens.records);
  const owners = new RedisRecordsOwner(redis.client);
  records.refuse(UNKNOWN_YET);
  const look = async () => {
    try {
      const [own, owner] = [records.storeId, await owners.owner()];
      const reason = owner === null || owner === own ? null : foreign(owner, own);
      records.refuse(reason);
      if (reason !== null) {
        get(tokens.errorReporter).report('the record store is not used', new Error(reason));
      }
    } catch {
      // While one of them does not answer, what was found last holds.
    }
  };
  records.ready().then(look);
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  get(tokens.disposer).push(() => clearInterval(timer));
}

/**
 * For a command. Only `claim` notes the store where this Redis has none: by its other commands, an operator with another
 * DATABASE_URL would give the Redis away.
 * @param own `null` where there is no store here
 * @throws DependencyError if the store is another Redis's @throws Error if Redis does not answer
 */
export async function assertOwner(
  redis: RedisClient,
  own: string | null,
  use: 'own' | 'claim',
): Promise<void> {
  const owners = new RedisRecordsOwner(redis);
  const owner = use === 'claim' && own !== null ? await owners.claim(own) : await owners.owner();
  if (owner !== null && owner !== own) throw new DependencyError('record store', foreign(owner, own));
}
