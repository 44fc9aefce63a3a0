import type { AccountSweep } from '../../../domain/draws/account-sweep.ts';
import type { DrawLog, LogEntry } from '../../../domain/draws/draw-log.ts';
import type { RedisClient } from '../redis-client.ts';
import { type DrawKeys, drawKeys } from './draw-keys.ts';
import { faultOf } from './redis-record.ts';
import { SegmentLayout } from './segments/segment-layout.ts';

/** Removes accounts in Redis, by the uids of the log. */
export class RedisAccountSweep implements AccountSweep {
  readonly #redis: RedisClient;
  readonly #drawLog: DrawLog;
  readonly #layout: SegmentLayout;

  constructor(redis: RedisClient, drawLog: DrawLog) {
    this.#redis = redis;
    this.#drawLog = drawLog;
    this.#layout = new SegmentLayout(redis);
  }

  async sweep(activityId: string, at: number): Promise<void> {
    const { book } = drawKeys(activityId);
    // After an accepted loss, it may be another.
    this.#layout.forget(activityId);
    try {
      // An activity that was opened again since has new accounts, and is swept at a later time.
      const sweptAt = await this.#redis.hget(book, 'swept_at');
      if (sweptAt !== null && Number(sweptAt) >= at) return;
      const { logs } = await this.#drawLog.book(activityId);
      if (logs.every(({ seq }) => seq === 0)) return;
      // Before the first account goes, so that no audit looks for it.
      await this.#redis.hset(book, 'sweeping', at);
      for (const { log, seq } of logs) await this.#sweepLog(activityId, log, seq);
      const tags = await this.#layout.tags(activityId);
      await Promise.all(tags.map((tag) => this.#redis.unlink(drawKeys(tag).helps)));
      await this.#redis.hset(book, 'swept_at', at);
      await this.#redis.hdel(book, 'sweeping');
    } catch (cause) {
      throw faultOf(activityId, cause);
    }
  }

  async #sweepLog(activityId: string, log: string, upToSeq: number): Promise<void> {
    for await (const entries of this.#drawLog.entries(activityId, log, 0, upToSeq)) {
      const uids = new Set(entries.flatMap(uidsOf));
      await Promise.all(
        [...uids].map(async (uid) => {
          const keys = drawKeys(await this.#layout.tagOf(activityId, uid));
          await Promise.all(accountKeys(keys, uid).map((key) => this.#redis.unlink(key)));
        }),
      );
    }
  }
}

function accountKeys({ account, older, wins, earned }: DrawKeys, uid: string): string[] {
  return [account(uid), older(uid), wins(uid), earned(uid)];
}

function uidsOf(entry: LogEntry): string[] {
  return 'uid' in entry ? [entry.uid] : [];
}
