import { Cluster, type Redis } from 'ioredis';
import { z } from 'zod';
import type { Seed } from '../../../domain/draws/draw-ledger.ts';
import type { AccountEntry, DrawLog, LedgerBook, LogEntry } from '../../../domain/draws/draw-log.ts';
import type { RedisClient } from '../redis-client.ts';
import { drawKeys } from './draw-keys.ts';
import { readWins } from './draw-replies.ts';

const ENTRIES_PER_BATCH = 1000;

const entrySchema = z.object({
  uid: z.string(),
  request_id: z.string(),
  draw_id: z.string(),
  draw_no: z.number(),
  day: z.string(),
  at: z.number(),
  seed_no: z.number(),
  rules: z.string(),
});

/** Reads the draws in Redis. The service may be recording more. */
export class RedisDrawLog implements DrawLog {
  readonly #redis: RedisClient;

  constructor(redis: RedisClient) {
    this.#redis = redis;
  }

  async activityIds(): Promise<string[]> {
    const ids = new Set<string>();
    for await (const keys of this.#scan('cms:draw:{*}:seeds')) {
      for (const key of keys) ids.add(key.slice('cms:draw:{'.length, -'}:seeds'.length));
    }
    return [...ids];
  }

  async book(activityId: string): Promise<LedgerBook> {
    const keys = drawKeys(activityId);
    const replies = await this.#redis
      .multi()
      .hgetall(keys.book)
      .hgetall(keys.seeds)
      .hgetall(keys.rules)
      .exec();
    const [book = {}, seeds = {}, rules = {}] = (replies ?? []).map(([error, reply]) => {
      if (error) throw error;
      return reply as Record<string, string>;
    });
    return {
      seq: Number(book.seq ?? 0),
      awarded: new Map(
        Object.entries(book)
          .filter(([field]) => field.startsWith('won:'))
          .map(([field, count]) => [field.slice('won:'.length), Number(count)]),
      ),
      seeds: Array.from({ length: Number(seeds.last ?? 0) }, (_, index): Seed => {
        const no = index + 1;
        const revealedAt = seeds[`${no}:revealed_at`];
        return {
          no,
          secret: seeds[no] ?? '',
          revealedAt: revealedAt === undefined ? null : Number(revealedAt),
        };
      }),
      rules: new Map(Object.entries(rules)),
    };
  }

  async *entries(activityId: string, afterSeq: number, upToSeq: number): AsyncIterable<readonly LogEntry[]> {
    const { log } = drawKeys(activityId);
    for (let after = afterSeq; ; ) {
      const replies = await this.#redis.xrange(
        log,
        `(${after}-0`,
        `${upToSeq}-0`,
        'COUNT',
        ENTRIES_PER_BATCH,
      );
      const batch = replies.map(readEntry);
      const last = batch.at(-1);
      if (!last) return;
      yield batch;
      after = last.seq;
    }
  }

  async *accounts(activityId: string): AsyncIterable<readonly AccountEntry[]> {
    const { accounts } = drawKeys(activityId);
    // An activity id has no character that is special in a pattern.
    for await (const keys of this.#scan(`${accounts}*`)) {
      yield await Promise.all(
        keys.map(async (key) => {
          const [n, wins] = await this.#redis.hmget(key, 'n', 'wins');
          return { uid: key.slice(accounts.length), drawNo: Number(n), wins: readWins(wins ?? '[]') };
        }),
      );
    }
  }

  /* Redis may return a key more than once while it resizes its table of keys. */
  async *#scan(pattern: string): AsyncIterable<string[]> {
    const nodes: Redis[] = this.#redis instanceof Cluster ? this.#redis.nodes('master') : [this.#redis];
    for (const node of nodes) yield* node.scanStream({ match: pattern, count: ENTRIES_PER_BATCH });
  }
}

function readEntry([id, fields]: [id: string, fields: string[]]): LogEntry {
  const [, text = '', , prizeId = ''] = fields;
  const { request_id, draw_id, draw_no, seed_no, rules, ...entry } = entrySchema.parse(JSON.parse(text));
  return {
    ...entry,
    seq: Number(id.split('-')[0]),
    requestId: request_id,
    drawId: draw_id,
    drawNo: draw_no,
    seedNo: seed_no,
    rulesHash: rules,
    prizeId: prizeId || null,
  };
}
