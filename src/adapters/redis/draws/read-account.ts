import { LATEST_WINS } from '../../../domain/draws/account.ts';
import type { RedisClient } from '../redis-client.ts';
import type { DrawKeys } from './draw-keys.ts';
import { bookedIn, type FoundAccount } from './draw-replies.ts';
import { readDraws } from './packed-account.ts';
import { digestOf } from './packed-text.ts';

/**
 * Reads one account by commands of one key each, for Cluster: while their slot moves, a script with keys on two nodes
 * fails with TRYAGAIN, and reads should not wait for that.
 */
export async function readByCommands(
  redis: RedisClient,
  keys: DrawKeys,
  uid: string,
  requestId: string,
): Promise<FoundAccount> {
  const request = requestId && `r:${digestOf(requestId)}`;
  const [[state = null, won = null, first = null, present = null], older] = await Promise.all([
    redis.hmget(keys.account(uid), 's', 'c', 'w', request),
    request === '' ? null : redis.hget(keys.older(uid), request),
  ]);
  const seq = present ?? older;
  const [wins, entries] = await Promise.all([
    won ? latestWins(redis, keys.wins(uid), first, readDraws(state, won, []).won) : [],
    seq === null ? [] : redis.xrange(keys.log, `${seq}-0`, `${seq}-0`),
  ]);
  return {
    draws: readDraws(state, won, wins),
    booked: seq === null ? null : bookedIn(Number(seq), entries[0]?.[1][1]),
  };
}

/** The latest wins that an account with these counts has; the list may have got more since. */
function latestWins(
  redis: RedisClient,
  key: string,
  first: string | null,
  won: Readonly<Record<string, number>>,
): Promise<string[]> {
  const count = Object.values(won).reduce((sum, each) => sum + each, 0);
  return winsBetween(redis, key, first, Math.max(0, count - LATEST_WINS), count);
}

/** The wins of an account from one position up to before another. @param first its first win, where the account has it */
export async function winsBetween(
  redis: RedisClient,
  key: string,
  first: string | null,
  from: number,
  end: number,
): Promise<string[]> {
  if (first === null) return redis.lrange(key, from, end - 1);
  const others = end > 1 ? await redis.lrange(key, Math.max(0, from - 1), end - 2) : [];
  return from === 0 ? [first, ...others] : others;
}
