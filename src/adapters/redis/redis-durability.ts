import { Cluster, type Redis } from 'ioredis';
import type { FaultLog } from '../../domain/ports/fault-log.ts';

/**
 * What the server promises of what it has acknowledged. `unknown`: it does not say, as managed servers often
 * do not.
 */
export type Durability =
  | { readonly kind: 'durable'; readonly fsync: 'always' | 'everysec' | 'no' | 'unknown' }
  | { readonly kind: 'volatile'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Looks, whenever a connection is made, at how lasting the server's memory is. */
export class RedisDurability {
  readonly #redis: Redis | Cluster;
  readonly #faultLog: FaultLog;
  #durability: Durability = { kind: 'unknown', reason: 'not connected yet' };

  constructor(redis: Redis | Cluster, faultLog: FaultLog) {
    this.#redis = redis;
    this.#faultLog = faultLog;
    redis.on('ready', () => void this.check());
    if (redis.status === 'ready') void this.check();
  }

  current(): Durability {
    return this.#durability;
  }

  /** Looks now; in a cluster at every master, of which the least lasting counts. */
  async check(): Promise<Durability> {
    const nodes = this.#redis instanceof Cluster ? this.#redis.nodes('master') : [this.#redis];
    try {
      const all = await Promise.all(nodes.map(durabilityOf));
      this.#durability =
        all.find(({ kind }) => kind === 'volatile') ??
        all.find(({ kind }) => kind === 'unknown') ??
        all[0] ??
        this.#durability;
    } catch {
      // A server that does not answer says nothing new; what was seen last still counts.
      return this.#durability;
    }
    if (this.#durability.kind === 'volatile') {
      this.#faultLog.report('draws may be lost: Redis is volatile', new Error(this.#durability.reason));
    }
    return this.#durability;
  }
}

async function durabilityOf(node: Redis): Promise<Durability> {
  try {
    const [persistence, memory, fsync] = await Promise.all([
      node.info('persistence'),
      node.info('memory'),
      fsyncOf(node),
    ]);
    return judge(persistence, memory, fsync);
  } catch (error) {
    if (isRefusal(error)) return { kind: 'unknown', reason: 'the server hides its settings' };
    throw error;
  }
}

/* `CONFIG` is what managed servers forbid first; `INFO` tells the rest. */
async function fsyncOf(node: Redis): Promise<string | null> {
  try {
    const [, value] = (await node.config('GET', 'appendfsync')) as string[];
    return value ?? null;
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** @param fsync the server's `appendfsync`; `null` if it does not tell */
export function judge(persistence: string, memory: string, fsync: string | null): Durability {
  const aof = /^aof_enabled:(\d)/m.exec(persistence)?.[1];
  const policy = /^maxmemory_policy:([\w-]+)/m.exec(memory)?.[1];
  if (aof === undefined || policy === undefined)
    return { kind: 'unknown', reason: 'the server hides its settings' };
  if (aof === '0') return { kind: 'volatile', reason: 'appendonly is no: a kill loses every draw' };
  if (policy !== 'noeviction') {
    return {
      kind: 'volatile',
      reason: `maxmemory-policy is ${policy}: draws may be evicted, it must be noeviction`,
    };
  }
  const known = fsync === 'always' || fsync === 'everysec' || fsync === 'no';
  return { kind: 'durable', fsync: known ? fsync : 'unknown' };
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && /NOPERM|unknown command/i.test(error.message);
}
