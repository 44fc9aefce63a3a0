import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import type { Account } from './activity.ts';

/* Counts the draw, the user's draws of the day and the awards of the prize, and logs the draw. */
const RECORD = `
  if redis.call('HINCRBY', KEYS[1], 'drawn:' .. ARGV[2], 1) > tonumber(ARGV[3]) then
    redis.call('HINCRBY', KEYS[1], 'drawn:' .. ARGV[2], -1)
    return {0, 0}
  end
  local no = redis.call('HINCRBY', KEYS[1], 'drawn', 1)
  local unit = redis.call('HINCRBY', KEYS[2], ARGV[4], 1)
  redis.call('HSET', KEYS[1], 'request:' .. ARGV[1], no, 'win:' .. no, unit .. '|' .. ARGV[4] .. '|' .. ARGV[5])
  redis.call('XADD', KEYS[3], '*', 'd', ARGV[5] .. '|' .. ARGV[4])
  return {no, unit}`;

const SESSION_TTL_SECONDS = 259_200;

type RecordDraw = (...args: (string | number)[]) => Promise<[drawNo: number, unit: number]>;

export interface User {
  readonly uid: string;
  readonly zone_id: string;
}

export interface DrawToRecord {
  readonly requestId: string;
  readonly day: string;
  readonly perDay: number;
  readonly prizeId: string;
  /** Its id and its time. */
  readonly draw: string;
}

export function openStores(url: string) {
  const redis = new Redis(url, { enableAutoPipelining: true });
  redis.defineCommand('recordDraw', { numberOfKeys: 3, lua: RECORD });
  const recordDraw = (redis as unknown as { recordDraw: RecordDraw }).recordDraw.bind(redis) as RecordDraw;
  const accountKey = (id: string, uid: string) => `account:{${id}}:${uid}`;
  return {
    userOf: (token: string) => userOf(redis, token),
    account: (id: string, uid: string): Promise<Account> => redis.hgetall(accountKey(id, uid)),
    /** The draw's number is 0 if the user has no chance left. */
    record(id: string, uid: string, { requestId, day, perDay, prizeId, draw }: DrawToRecord) {
      const keys = [accountKey(id, uid), `book:{${id}}`, `log:{${id}}`];
      return recordDraw(...keys, requestId, day, perDay, prizeId, draw);
    },
  };
}

async function userOf(redis: Redis, token: string): Promise<User> {
  const key = `session:${createHash('sha256').update(token).digest('hex')}`;
  const known = await redis.get(key);
  if (known) return JSON.parse(known);
  // The demo passport, within the process as in the service.
  const [uid = '', zone_id = ''] = token.slice('demo-'.length).split('@');
  await redis.set(key, JSON.stringify({ uid, zone_id }), 'EX', SESSION_TTL_SECONDS);
  return { uid, zone_id };
}
