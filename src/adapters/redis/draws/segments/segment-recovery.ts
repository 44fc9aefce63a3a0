import type { LedgerLoss } from '../../../../domain/draws/ledger-recovery.ts';
import { drawKeys } from '../draw-keys.ts';
import { acceptReply, readCount } from '../draw-replies.ts';
import { pack } from '../packed-text.ts';
import type { RedisRecord } from '../redis-record.ts';
import { settleUnits } from './settle-units.ts';

interface Part {
  readonly tag: string;
  readonly seq: number;
  /** The highest number that was acknowledged; `null` where the part has not gone back. */
  readonly halted: number | null;
}

/** The way out where a part of an activity over segments went back. */
export class SegmentRecovery {
  readonly #record: RedisRecord;

  constructor(record: RedisRecord) {
    this.#record = record;
  }

  /** What the first part lost that went back. @param tags of the segments */
  async lost(activityId: string, tags: readonly string[]): Promise<LedgerLoss | null> {
    const part = (await this.#parts([activityId, ...tags])).find(({ halted }) => halted !== null);
    if (part?.halted == null) return null;
    return { lostFrom: part.seq + 1, lostTo: Math.max(part.seq, part.halted) };
  }

  /** Accepts the losses of all parts. Draws stop for the time of it, in all segments. @returns the loss of the first */
  async accept(activityId: string, tags: readonly string[], at: number): Promise<LedgerLoss | null> {
    const { redis, scripts } = this.#record;
    const parts = await this.#parts([activityId, ...tags]);
    if (parts.every(({ halted }) => halted === null)) return null;
    const whole = parts.filter(({ halted }) => halted === null);
    // If this process ends before they go on, they count as having gone back, too.
    await Promise.all(whole.map(({ tag, seq }) => redis.hsetnx(drawKeys(tag).book, 'halted', seq)));
    const segments = parts.slice(1).map(({ tag, halted }) => ({ tag, isLost: halted !== null }));
    await settleUnits(redis, activityId, segments);
    await Promise.all(parts.map(({ tag }) => redis.hset(drawKeys(tag).book, 'segments', tags.length)));

    let first: LedgerLoss | null = null;
    for (const { tag, halted } of parts) {
      const { book, log } = drawKeys(tag);
      if (halted === null) {
        await redis.hdel(book, 'halted');
        continue;
      }
      const [lostFrom, lostTo] = acceptReply.parse(await scripts.cmsAccept(book, log, pack(at)));
      if (lostFrom !== undefined && lostTo !== undefined) first ??= { lostFrom, lostTo };
    }
    return first;
  }

  #parts(tags: readonly string[]): Promise<readonly Part[]> {
    return Promise.all(
      tags.map(async (tag): Promise<Part> => {
        const [seq, halted] = await this.#record.redis.hmget(drawKeys(tag).book, 'seq', 'halted');
        return { tag, seq: readCount(seq), halted: halted == null ? null : readCount(halted) };
      }),
    );
  }
}
