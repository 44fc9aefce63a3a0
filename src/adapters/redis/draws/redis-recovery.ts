import { randomUUID } from 'node:crypto';
import type { LedgerLoss, LedgerRecovery, LedgerStop } from '../../../domain/draws/ledger-recovery.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import { drawKeys } from './draw-keys.ts';
import { acceptReply, readCount } from './draw-replies.ts';
import { pack } from './packed-text.ts';
import { tagOfLog } from './redis-draw-log.ts';
import { FORMAT, type RedisRecord } from './redis-record.ts';
import { settleUnits } from './segments/settle-units.ts';

/* It takes less than a second. One that was killed keeps others waiting for so long. */
const MOST_MS = 60_000;

/* As the log of draws names it. */
const ROOT = 'root';

/** The root of a record, or one of its segments. */
interface Part {
  readonly tag: string;
  readonly seq: number;
  /** The highest number that was acknowledged; -1 where another part went back; `null` where the part is not halted. */
  readonly halted: number | null;
  /** `null` where the part was never opened, or has lost that. */
  readonly epoch: number | null;
  /** The latest one that a process knew. */
  readonly seenEpoch: number;
  readonly log: string;
}

/** The way out where a record in Redis, or a part of it, went back. */
export class RedisRecovery implements LedgerRecovery, LedgerStop {
  readonly #record: RedisRecord;

  constructor(record: RedisRecord) {
    this.#record = record;
  }

  lost(activityId: string): Promise<readonly LedgerLoss[] | null> {
    return this.#record.run('accept', activityId, async () =>
      lossesIn(await this.#parts(activityId, await this.#record.layout.foundTags(activityId))),
    );
  }

  accept(activityId: string, at: number): Promise<readonly LedgerLoss[] | null> {
    return this.#record.run('accept', activityId, async () => {
      const { redis } = this.#record;
      const { accepting } = drawKeys(activityId);
      // What one has settled, another one must not.
      const own = randomUUID();
      if ((await redis.set(accepting, own, 'PX', MOST_MS, 'NX')) === null) {
        throw new DependencyError(
          'draw ledger',
          `the loss of activity ${activityId} is being accepted by another`,
        );
      }
      try {
        return await this.#accept(activityId, at);
      } finally {
        if ((await redis.get(accepting)) === own) await redis.del(accepting);
      }
    });
  }

  stop(activityId: string, log: string, seq: number): Promise<void> {
    return this.#record.run('accept', activityId, async () => {
      const tags = await this.#record.layout.foundTags(activityId);
      const behind = tagOfLog(tags, activityId, log);
      await Promise.all(
        [...new Set([activityId, ...tags])].map((tag) => {
          const { book, stock, units } = drawKeys(tag);
          const seen = tag === behind ? seq : 0;
          const segments = tags.length > 1 ? tags.length : '';
          const moved = tag === activityId ? stock : units;
          return this.#record.segmentScripts.cmsHalt(book, moved, seen, 0, '', segments);
        }),
      );
    });
  }

  async #accept(activityId: string, at: number): Promise<readonly LedgerLoss[] | null> {
    // A Redis that was emptied has lost the list, too.
    await this.#record.list(activityId);
    const tags = await this.#record.layout.foundTags(activityId);
    if (lossesIn(await this.#parts(activityId, tags)) === null) return null;
    if (tags.length > 1) await this.#settle(activityId, tags);
    const parts = await this.#parts(activityId, tags);
    // Before the first part goes on, so that none takes what was decided before.
    await this.#begin(parts, at);
    const losses: LedgerLoss[] = [];
    // The root last: till then nobody has the new epoch, so nobody meets a part that still waits.
    for (const part of parts.toReversed())
      losses.unshift(...(await this.#goOn(part, isLost(part, parts), at)));
    return losses;
  }

  /* All parts stop first; if this process ends before they go on, they stay so. */
  async #settle(activityId: string, tags: readonly string[]): Promise<void> {
    const { redis, segmentScripts } = this.#record;
    const { book, stock } = drawKeys(activityId);
    const halt = (...keys: readonly string[]) => segmentScripts.cmsHalt(...keys, 0, 0, '', tags.length);
    await Promise.all([
      halt(book, stock),
      ...tags.map((tag) => halt(drawKeys(tag).book, drawKeys(tag).units)),
    ]);
    const segments = (await this.#parts(activityId, tags)).slice(1);
    await settleUnits(
      redis,
      activityId,
      segments.map((part) => ({ tag: part.tag, isLost: isLost(part, segments) })),
    );
  }

  async #begin(parts: readonly Part[], at: number): Promise<void> {
    const latest = Math.max(...parts.flatMap(({ epoch, seenEpoch }) => [epoch ?? 0, seenEpoch]));
    const epoch = Math.max(at, latest + 1);
    const fields = { epoch, accepted: 1, format: FORMAT };
    await Promise.all(parts.map(({ tag }) => this.#record.redis.hset(drawKeys(tag).book, fields)));
  }

  async #goOn(part: Part, hasLost: boolean, at: number): Promise<readonly LedgerLoss[]> {
    const { redis, scripts } = this.#record;
    const { book, log } = drawKeys(part.tag);
    if (!hasLost) {
      await redis.hdel(book, 'halted');
      return [];
    }
    const [lostFrom, lostTo] = acceptReply.parse(await scripts.cmsAccept(book, log, pack(at)));
    return lostFrom === undefined || lostTo === undefined ? [] : [{ log: part.log, lostFrom, lostTo }];
  }

  /* The root first, then the segments where there are any. */
  #parts(activityId: string, tags: readonly string[]): Promise<readonly Part[]> {
    return Promise.all(
      [...new Set([activityId, ...tags])].map(async (tag): Promise<Part> => {
        const { book } = drawKeys(tag);
        const fields = ['seq', 'halted', 'epoch', 'seen_epoch'];
        const [seq, halted, epoch, seen] = await this.#record.redis.hmget(book, ...fields);
        return {
          tag,
          seq: readCount(seq),
          halted: halted == null ? null : Number(halted),
          epoch: epoch == null ? null : readCount(epoch),
          seenEpoch: readCount(seen),
          log: tag === activityId ? ROOT : `${tags.indexOf(tag)}`,
        };
      }),
    );
  }
}

/* The root also where a segment is of another record: it was begun again. */
function isLost(part: Part, parts: readonly Part[]): boolean {
  if (part.halted !== null && part.halted >= 0) return true;
  if (part.log !== ROOT) return part.epoch === null;
  return parts.some(({ epoch }) => epoch !== null && epoch !== part.epoch);
}

/* `null` where all parts go on. */
function lossesIn(parts: readonly Part[]): readonly LedgerLoss[] | null {
  if (parts.every((part) => part.halted === null && !isLost(part, parts))) return null;
  return parts
    .filter((part) => isLost(part, parts))
    .map(({ log, seq, halted }) => ({ log, lostFrom: seq + 1, lostTo: Math.max(seq, halted ?? 0) }));
}
