import type { LedgerLoss, LedgerRecovery } from '../../../domain/draws/ledger-recovery.ts';
import { drawKeys } from './draw-keys.ts';
import { acceptReply, readCount } from './draw-replies.ts';
import { pack } from './packed-text.ts';
import { FORMAT, type RedisRecord } from './redis-record.ts';
import { settleUnits } from './segments/settle-units.ts';

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
export class RedisRecovery implements LedgerRecovery {
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
      // A Redis that was emptied has lost the list, too.
      await this.#record.list(activityId);
      const tags = await this.#record.layout.foundTags(activityId);
      if (lossesIn(await this.#parts(activityId, tags)) === null) return null;
      const parts =
        tags.length > 1 ? await this.#settled(activityId, tags) : await this.#parts(activityId, tags);
      // Before the first part goes on, so that none takes what was decided before.
      await this.#begin(parts, at);
      const losses: LedgerLoss[] = [];
      for (const part of parts) losses.push(...(await this.#goOn(part, at)));
      return losses;
    });
  }

  /* All parts stop first; if this process ends before they go on, they stay so. */
  async #settled(activityId: string, tags: readonly string[]): Promise<readonly Part[]> {
    const { redis, segmentScripts } = this.#record;
    await Promise.all(
      [activityId, ...tags].map((tag) => {
        const { book, units } = drawKeys(tag);
        return segmentScripts.cmsHalt(book, units, 0, 0, '', tags.length);
      }),
    );
    const parts = await this.#parts(activityId, tags);
    await settleUnits(
      redis,
      activityId,
      parts.slice(1).map((part) => ({ tag: part.tag, isLost: isLost(part) })),
    );
    return parts;
  }

  async #begin(parts: readonly Part[], at: number): Promise<void> {
    const latest = Math.max(...parts.flatMap(({ epoch, seenEpoch }) => [epoch ?? 0, seenEpoch]));
    const epoch = Math.max(at, latest + 1);
    const fields = { epoch, accepted: 1, format: FORMAT };
    await Promise.all(parts.map(({ tag }) => this.#record.redis.hset(drawKeys(tag).book, fields)));
  }

  async #goOn(part: Part, at: number): Promise<readonly LedgerLoss[]> {
    const { redis, scripts } = this.#record;
    const { book, log } = drawKeys(part.tag);
    if (!isLost(part)) {
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

function isLost({ halted, epoch, log }: Part): boolean {
  return (halted !== null && halted >= 0) || (log !== ROOT && epoch === null);
}

/* `null` where all parts go on. */
function lossesIn(parts: readonly Part[]): readonly LedgerLoss[] | null {
  if (parts.every((part) => part.halted === null && !isLost(part))) return null;
  return parts
    .filter(isLost)
    .map(({ log, seq, halted }) => ({ log, lostFrom: seq + 1, lostTo: Math.max(seq, halted ?? 0) }));
}
