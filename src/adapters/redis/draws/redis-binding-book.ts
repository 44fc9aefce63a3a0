import type { BindingBook, RulesLink, RulesSet, RulesText } from '../../../domain/draws/binding-book.ts';
import type { Seed } from '../../../domain/draws/draw-ledger.ts';
import type { InviteKeys } from '../../../domain/draws/invite-keys.ts';
import type { RedisClient } from '../redis-client.ts';
import { drawKeys } from './draw-keys.ts';
import { readCount, rulesLinkSchema, rulesTextSchema } from './draw-replies.ts';
import { packRules } from './packed-entry.ts';
import type { RedisRecord } from './redis-record.ts';

/** The seeds and the sets of rules in Redis. */
export class RedisBindingBook implements BindingBook, InviteKeys {
  readonly #record: RedisRecord;

  constructor(record: RedisRecord) {
    this.#record = record;
  }

  seeds(activityId: string): Promise<readonly Seed[]> {
    return this.#list(activityId, drawKeys(activityId).seeds, readSeeds);
  }

  rules(activityId: string): Promise<readonly RulesLink[]> {
    return this.#list(activityId, drawKeys(activityId).rules, readRules);
  }

  rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]> {
    return this.#record.run('rules', activityId, () =>
      readRulesTexts(this.#record.redis, activityId, numbers),
    );
  }

  announce(activityId: string, set: RulesSet): Promise<boolean> {
    return this.#record.run('rules', activityId, async () => {
      await this.#record.list(activityId);
      const { book, log, rules, texts } = drawKeys(activityId);
      const { scripts, watermarks } = this.#record;
      const { seq: seen } = watermarks.of(activityId);
      const { no, hash, text, sealed, at, release, head, salt } = set;
      const link = JSON.stringify({ no, hash, at, release, head, salt });
      const parts = [no, link, JSON.stringify({ text, sealed }), packRules(set)];
      const seq = Number(await scripts.cmsAnnounce(book, log, rules, texts, seen, ...parts));
      watermarks.acknowledged(activityId, seq);
      return seq > 0;
    });
  }

  inviteKey(activityId: string, fresh: string): Promise<string> {
    return this.#record.run('rules', activityId, async () => {
      await this.#record.list(activityId);
      const { inviteKey } = drawKeys(activityId);
      const { redis } = this.#record;
      const known = await redis.get(inviteKey);
      if (known !== null) return known;
      await redis.set(inviteKey, fresh, 'NX');
      return (await redis.get(inviteKey)) ?? fresh;
    });
  }

  #list<T>(activityId: string, key: string, read: (stored: Record<string, string>) => T): Promise<T> {
    return this.#record.run('rules', activityId, async () => {
      const [stored, seq] = await Promise.all([
        this.#record.redis.hgetall(key),
        this.#record.expectWhole(activityId),
      ]);
      // From now on this process draws by them, so that it must notice when they are lost.
      this.#record.watermarks.acknowledged(activityId, seq);
      return read(stored);
    });
  }
}

/** @param stored the hash of rules @throws Error if it has something else */
export function readRules(stored: Readonly<Record<string, string>>): RulesLink[] {
  const links = Object.values(stored).map((json) => rulesLinkSchema.parse(JSON.parse(json)));
  return links.sort((one, other) => one.no - other.no);
}

/** @throws Error if the hash of texts has something else */
export async function readRulesTexts(
  redis: RedisClient,
  activityId: string,
  numbers: readonly number[],
): Promise<(RulesText | null)[]> {
  if (numbers.length === 0) return [];
  const found = await redis.hmget(drawKeys(activityId).texts, ...numbers.map(String));
  return found.map((json) => (json === null ? null : rulesTextSchema.parse(JSON.parse(json))));
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
