import type { BindingBook, RulesSet, Seed } from '../../../domain/draws/draw-ledger.ts';
import { drawKeys } from './draw-keys.ts';
import { readCount, rulesSetSchema } from './draw-replies.ts';
import { packRules } from './packed-entry.ts';
import type { RedisRecord } from './redis-record.ts';

/** The seeds and the sets of rules in Redis. */
export class RedisBindingBook implements BindingBook {
  readonly #record: RedisRecord;

  constructor(record: RedisRecord) {
    this.#record = record;
  }

  seeds(activityId: string): Promise<readonly Seed[]> {
    return this.#list(activityId, drawKeys(activityId).seeds, readSeeds);
  }

  rules(activityId: string): Promise<readonly RulesSet[]> {
    return this.#list(activityId, drawKeys(activityId).rules, readRules);
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

  #list<T>(activityId: string, key: string, read: (stored: Record<string, string>) => T): Promise<T> {
    return this.#record.run('rules', activityId, async () => {
      const [stored] = await Promise.all([
        this.#record.redis.hgetall(key),
        this.#record.expectWhole(activityId),
      ]);
      return read(stored);
    });
  }
}

/** @param stored the hash of rules @throws Error if it has something else */
export function readRules(stored: Readonly<Record<string, string>>): RulesSet[] {
  const sets = Object.values(stored).map((json) => rulesSetSchema.parse(JSON.parse(json)));
  return sets.sort((one, other) => one.no - other.no);
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
