import type { BindingBook, RulesSet, Seed } from '../../../domain/draws/draw-ledger.ts';
import { drawKeys } from './draw-keys.ts';
import { readCount, rulesSetSchema } from './draw-replies.ts';
import { packRules } from './packed-entry.ts';
import type { RedisRecord } from './redis-record.ts';

/* A set may be as long as a file: so many at once keep Redis, and the connection of the draws, for some milliseconds. */
const SETS_AT_ONCE = 16;

/* Of the texts that are kept, in characters, over all activities. */
const MOST_KEPT = 8_388_608;

interface KeptRules {
  readonly sets: readonly RulesSet[];
  /** The latest of them as it stands in Redis. */
  readonly lastJson: string;
  readonly weight: number;
}

/**
 * The seeds and the sets of rules in Redis. Sets are never changed, so only those that are new are read: anyone may ask
 * for them, and every process does after each edit.
 */
export class RedisBindingBook implements BindingBook {
  readonly #record: RedisRecord;
  readonly #kept = new Map<string, KeptRules>();

  constructor(record: RedisRecord) {
    this.#record = record;
  }

  seeds(activityId: string): Promise<readonly Seed[]> {
    return this.#record.run('rules', activityId, async () => {
      const [stored] = await Promise.all([
        this.#record.redis.hgetall(drawKeys(activityId).seeds),
        this.#record.expectWhole(activityId),
      ]);
      return readSeeds(stored);
    });
  }

  rules(activityId: string): Promise<readonly RulesSet[]> {
    return this.#record.run('rules', activityId, async () => {
      const { redis } = this.#record;
      const { book, rules } = drawKeys(activityId);
      const [seq, latest] = await redis.hmget(book, 'seq', 'rules');
      this.#record.expectReached(activityId, seq);
      const count = readCount(latest ?? undefined);
      const known = await this.#stillKept(activityId, count);
      const sets = [...(known?.sets ?? [])];
      let { lastJson, weight } = known ?? { lastJson: '', weight: 0 };
      while (sets.length < count) {
        const next = Math.min(SETS_AT_ONCE, count - sets.length);
        const numbers = Array.from({ length: next }, (_, index) => `${sets.length + index + 1}`);
        for (const json of await redis.hmget(rules, ...numbers)) {
          if (json === null) throw new Error('a set of rules is missing');
          sets.push(readSet(json));
          lastJson = json;
          weight += json.length;
        }
      }
      this.#keep(activityId, { sets, lastJson, weight });
      return sets;
    });
  }

  announce(activityId: string, set: RulesSet): Promise<boolean> {
    return this.#record.run('rules', activityId, async () => {
      await this.#record.list(activityId);
      const { book, log, rules } = drawKeys(activityId);
      const { scripts, watermarks } = this.#record;
      const { seq: seen } = watermarks.of(activityId);
      const { no, hash, text, sealed, at, release, head } = set;
      const json = JSON.stringify({ no, hash, text, sealed, at, release, head });
      const seq = Number(await scripts.cmsAnnounce(book, log, rules, seen, no, json, packRules(set)));
      watermarks.acknowledged(activityId, seq);
      return seq > 0;
    });
  }

  /* After a loss that was accepted, other sets may have these numbers. */
  async #stillKept(activityId: string, count: number): Promise<KeptRules | undefined> {
    const kept = this.#kept.get(activityId);
    if (!kept || kept.sets.length > count) return undefined;
    const json = await this.#record.redis.hget(drawKeys(activityId).rules, `${kept.sets.length}`);
    return json === kept.lastJson ? kept : undefined;
  }

  /* Those that were asked for last are kept. */
  #keep(activityId: string, rules: KeptRules): void {
    this.#kept.delete(activityId);
    if (rules.sets.length === 0 || rules.weight > MOST_KEPT) return;
    this.#kept.set(activityId, rules);
    let weight = [...this.#kept.values()].reduce((total, each) => total + each.weight, 0);
    for (const [oldest, each] of this.#kept) {
      if (weight <= MOST_KEPT) break;
      this.#kept.delete(oldest);
      weight -= each.weight;
    }
  }
}

/** @param stored the hash of rules @throws Error if it has something else */
export function readRules(stored: Readonly<Record<string, string>>): RulesSet[] {
  return Object.values(stored)
    .map(readSet)
    .sort((one, other) => one.no - other.no);
}

function readSet(json: string): RulesSet {
  return rulesSetSchema.parse(JSON.parse(json));
}

/** @param stored the hash of seeds @throws Error if it has something else */
export function readSeeds(seeds: Readonly<Record<string, string>>): Seed[] {
  return Array.from({ length: readCount(seeds.last) }, (_, index): Seed => {
    const no = index + 1;
    const revealedAt = seeds[`${no}:revealed_at`];
    return {
      no,
      secret: seeds[no] ?? '',
      revealedAt: revealedAt === undefined ? null : readCount(revealedAt),
    };
  });
}
