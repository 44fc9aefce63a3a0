import type { Redis } from 'ioredis';
import { infoField, redisRefusalIn } from './redis-refusal.ts';

/**
 * Whether the server keeps what it has acknowledged. `unknown`: it hides its settings, as many managed servers do.
 */
export type Durability =
  | { readonly kind: 'durable'; readonly fsync: 'always' | 'everysec' | 'no' | 'unknown' }
  | { readonly kind: 'volatile'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** The state of one server at one moment. */
export interface ServerState {
  readonly durability: Durability;
  /** The reason why it refuses writes; `null` if it accepts them, `unknown` if it hides that. */
  readonly refusal: string | null | 'unknown';
}

const HIDDEN: Durability = { kind: 'unknown', reason: 'the server hides its settings' };
const NO_AOF: Durability = { kind: 'volatile', reason: 'appendonly is no: a kill loses every draw' };
const AOF_BEGINS: Durability = {
  kind: 'volatile',
  reason: 'appendonly has just been set to yes: its first file is still being written',
};
const AOF_FAILS: Durability = {
  kind: 'volatile',
  reason: 'aof_last_write_status is err: the AOF cannot be written, a kill loses the latest draws',
};

/**
 * Reads the state of one server. Its commands have the deadline of any command of the client.
 * @param last the durability found before; it shows whether the AOF was just turned on
 * @throws Error if the server does not answer
 */
export async function readServerState(node: Redis, last: Durability): Promise<ServerState> {
  const [info, appendfsync] = await Promise.all([
    nullIfForbidden(node.info()),
    nullIfForbidden(node.config('GET', 'appendfsync')),
  ]);
  if (info === null) return { durability: HIDDEN, refusal: 'unknown' };
  const fsync = (appendfsync as string[] | null)?.[1] ?? null;
  const durability = durabilityIn(info, fsync, last);
  if (infoField(info, 'rdb_last_bgsave_status') !== 'err') {
    return { durability, refusal: redisRefusalIn(info, false) };
  }
  const stops = await stopsWrites(node);
  const refusal = redisRefusalIn(info, stops === true);
  return { durability, refusal: refusal ?? (stops === null ? 'unknown' : null) };
}

/* Only a server that takes snapshots by itself refuses writes after one that failed. */
async function stopsWrites(node: Redis): Promise<boolean | null> {
  const read = (name: string) => nullIfForbidden(node.config('GET', name)) as Promise<string[] | null>;
  const [stops, save] = await Promise.all([read('stop-writes-on-bgsave-error'), read('save')]);
  return stops && save && stops[1] === 'yes' && save[1] !== '';
}

/* Managed servers often forbid `CONFIG`, and some forbid `INFO`. */
async function nullIfForbidden<T>(reply: Promise<T>): Promise<T | null> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof Error && /NOPERM|unknown command/i.test(error.message)) return null;
    throw error;
  }
}

/**
 * @param info the server's `INFO`
 * @param fsync its `appendfsync`; `null` if it is hidden
 * @param last the durability found before
 */
export function durabilityIn(info: string, fsync: string | null, last: Durability): Durability {
  const aof = infoField(info, 'aof_enabled');
  const policy = infoField(info, 'maxmemory_policy');
  if (aof === undefined || policy === undefined) return HIDDEN;
  if (aof === '0') return NO_AOF;
  if (policy !== 'noeviction') {
    return {
      kind: 'volatile',
      reason: `maxmemory-policy is ${policy}: draws may be evicted, it must be noeviction`,
    };
  }
  if (infoField(info, 'aof_last_write_status') === 'err') return AOF_FAILS;
  // A restart does not read the first file before it is complete.
  const isRewriting =
    infoField(info, 'aof_rewrite_in_progress') === '1' || infoField(info, 'aof_rewrite_scheduled') === '1';
  if (isRewriting && (last === NO_AOF || last === AOF_BEGINS)) return AOF_BEGINS;
  const isKnown = fsync === 'always' || fsync === 'everysec' || fsync === 'no';
  return { kind: 'durable', fsync: isKnown ? fsync : 'unknown' };
}
