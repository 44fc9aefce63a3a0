import type { LedgerLoss, LedgerRecovery } from '../../../domain/draws/ledger-recovery.ts';
import { drawKeys } from './draw-keys.ts';
import { acceptReply, readCount } from './draw-replies.ts';
import { pack } from './packed-text.ts';
import type { RedisRecord } from './redis-record.ts';
import { settleUnits } from './segments/settle-units.ts';

interface Part {
  readonly tag: string;
  readonly seq: number;
  /** The highest number that was acknowledged; `null` where the part has not gone back. */
  readonly halted: number | null;
}

/** The way out where a record in Redis, or a part of it, went back. */
export class RedisRecovery implements LedgerRecovery {
  readonly #record: RedisRecord;

  constructor(record: RedisRecord) {
    this.#record = record;
  }

  /** What the first part lost that went back. */
  lost(activityId: string): Promise<LedgerLoss | null> {
    return this.#record.run('accept', activityId, async () => {
      const tags = await this.#record.layout.foundTags(activityId);
      const part = (await this.#parts(activityId, tags)).find(({ halted }) => halted !== null);
      if (part?.halted == null) return null;
      return { lostFrom: part.seq + 1, lostTo: Math.max(part.seq, part.halted) };
    });
  }

  /** Accepts the losses of all parts. Draws stop for the time of it, in all parts. @returns the loss of the first */
  accept(activityId: string, at: number): Promise<LedgerLoss | null> {
    return this.#record.run('accept', activityId, async () => {
      // A Redis that was emptied has lost the list, too.
      await this.#record.list(activityId);
      const tags = await this.#record.layout.foundTags(activityId);
      const parts = await this.#parts(activityId, tags);
      if (parts.every(({ halted }) => halted === null)) return null;
      if (tags.length > 1) await this.#settle(activityId, parts);
      let first: LedgerLoss | null = null;
      for (const part of parts) {
        const loss = await this.#acceptPart(part, at);
        first ??= loss;
      }
      return first;
    });
  }

  /* Before the first part goes on. */
  async #settle(activityId: string, parts: readonly Part[]): Promise<void> {
    const { redis } = this.#record;
    const whole = parts.filter(({ halted }) => halted === null);
    // If this process ends before they go on, they count as having gone back, too.
    await Promise.all(whole.map(({ tag, seq }) => redis.hsetnx(drawKeys(tag).book, 'halted', seq)));
    const segments = parts.slice(1).map(({ tag, halted }) => ({ tag, isLost: halted !== null }));
    await settleUnits(redis, activityId, segments);
    await Promise.all(parts.map(({ tag }) => redis.hset(drawKeys(tag).book, 'segments', segments.length)));
  }

  async #acceptPart({ tag, halted }: Part, at: number): Promise<LedgerLoss | null> {
    const { redis, scripts } = this.#record;
    const { book, log } = drawKeys(tag);
    if (halted === null) {
      await redis.hdel(book, 'halted');
      return null;
    }
    const [lostFrom, lostTo] = acceptReply.parse(await scripts.cmsAccept(book, log, pack(at)));
    return lostFrom === undefined || lostTo === undefined ? null : { lostFrom, lostTo };
  }

  /* The root, and the segments where there are any. */
  #parts(activityId: string, tags: readonly string[]): Promise<readonly Part[]> {
    return Promise.all(
      [...new Set([activityId, ...tags])].map(async (tag): Promise<Part> => {
        const [seq, halted] = await this.#record.redis.hmget(drawKeys(tag).book, 'seq', 'halted');
        return { tag, seq: readCount(seq), halted: halted == null ? null : readCount(halted) };
      }),
    );
  }
}
