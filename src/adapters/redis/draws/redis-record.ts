import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { StoreOperation, StoreTelemetry } from '../../../domain/shared/store-telemetry.ts';
import type { RedisClient } from '../redis-client.ts';
import { RecordRefusal } from '../redis-refusal.ts';
import { timed } from '../timed.ts';
import { ACTIVITIES_KEY, drawKeys } from './draw-keys.ts';
import { readCount } from './draw-replies.ts';
import { type DrawScripts, defineDrawScripts } from './draw-scripts.ts';
import { SegmentLayout } from './segments/segment-layout.ts';
import { defineSegmentScripts, type SegmentScripts } from './segments/segment-scripts.ts';
import { Watermarks } from './watermarks.ts';

/* After one of them went well, nothing bars the record. */
const WRITES: ReadonlySet<StoreOperation> = new Set(['settle', 'earn', 'seed', 'units']);

/** What all parts of the ledger of one process share. */
export class RedisRecord {
  readonly redis: RedisClient;
  readonly scripts: DrawScripts;
  readonly segmentScripts: SegmentScripts;
  readonly watermarks = new Watermarks();
  readonly layout: SegmentLayout;
  readonly #telemetry: StoreTelemetry | undefined;
  readonly #refusals = new Map<string, string>();

  constructor(redis: RedisClient, telemetry?: StoreTelemetry) {
    this.redis = redis;
    this.scripts = defineDrawScripts(redis);
    this.segmentScripts = defineSegmentScripts(redis);
    this.layout = new SegmentLayout(redis, { watermarks: this.watermarks, scripts: this.segmentScripts });
    this.#telemetry = telemetry;
  }

  /** Does the work and records its time. @param part the activity or the tag of a segment @throws DependencyError if it fails */
  async run<T>(operation: StoreOperation, part: string, work: () => Promise<T>): Promise<T> {
    try {
      const result = await timed(this.#telemetry, operation, work);
      if (WRITES.has(operation)) this.#refusals.delete(part);
      return result;
    } catch (cause) {
      const activityId = this.layout.activityOf(part);
      const fault = faultOf(activityId, cause);
      if (fault instanceof RecordRefusal) {
        const isNews = this.#refusals.get(part) !== fault.reason;
        this.#refusals.set(part, fault.reason);
        if (isNews && fault.reason === goneBack(activityId)) await this.#halt(activityId).catch(() => {});
      }
      throw fault;
    }
  }

  /** The tag of the part that has this user's account. */
  async tagOf(activityId: string, uid: string): Promise<string> {
    try {
      return await this.layout.tagOf(activityId, uid);
    } catch (cause) {
      throw faultOf(activityId, cause);
    }
  }

  /** The tags of the parts that have accounts. @param segments how many, where that is not fixed yet */
  async parts(activityId: string, segments: number): Promise<readonly string[]> {
    try {
      return await this.layout.fixed(activityId, segments);
    } catch (cause) {
      throw faultOf(activityId, cause);
    }
  }

  /** The epoch of the latest seed that this process has seen; 0 before the first. */
  epochOf(activityId: string): number {
    return this.watermarks.of(activityId).seed?.epoch ?? 0;
  }

  /* All parts, and notes in them what this process knows, which they may have lost. */
  async #halt(activityId: string): Promise<void> {
    const tags = this.layout.knownTags(activityId) ?? [];
    await Promise.all(
      [...new Set([activityId, ...tags])].map(async (tag) => {
        const { book, stock, units } = drawKeys(tag);
        const moved = tag === activityId ? stock : units;
        const seen = [this.watermarks.of(tag).seq, this.watermarks.of(moved).seq, this.epochOf(activityId)];
        await this.segmentScripts.cmsHalt(book, moved, ...seen, tags.length || '');
      }),
    );
  }

  /** Why activities are not written to, as operators read it; of each until something of it is recorded again. */
  refusals(): readonly string[] {
    return [...new Set(this.#refusals.values())];
  }

  /**
   * @throws RecordRefusal if the record is behind what was acknowledged to this process, or of an earlier program; it notes
   * nothing in the record
   */
  async expectWhole(part: string): Promise<void> {
    const [seq, format] = await this.redis.hmget(drawKeys(part).book, 'seq', 'format');
    if (seq && format !== FORMAT) throw new RecordRefusal(ofEarlierProgram(this.layout.activityOf(part)));
    this.expectReached(part, seq);
  }

  /** @param seq of the book @throws RecordRefusal as `expectWhole` */
  expectReached(part: string, seq: string | null | undefined): void {
    const isBehind = readCount(seq) < this.watermarks.of(part).seq;
    if (isBehind) throw new RecordRefusal(goneBack(this.layout.activityOf(part)));
  }

  /** Before the first write of an activity, so that no record is without its id in the list of them. */
  async list(activityId: string): Promise<void> {
    await this.redis.sadd(ACTIVITIES_KEY, activityId);
  }
}

/* As in scripts/includes/book.lua. */
export const FORMAT = '2';

/* The errors of scripts/includes/book.lua. Before Redis 7, more may stand before them. */
const REFUSAL = /\bCMS(HALTED|FORMAT|STALE)\b/;

export function faultOf(activityId: string, cause: unknown): DependencyError {
  if (cause instanceof DependencyError) return cause;
  const [, code] = (cause instanceof Error && REFUSAL.exec(cause.message)) || [];
  if (code === 'HALTED') return new RecordRefusal(goneBack(activityId), { cause });
  if (code === 'FORMAT') return new RecordRefusal(ofEarlierProgram(activityId), { cause });
  const what = code === 'STALE' ? 'a loss was accepted meanwhile' : 'Redis did not do its part';
  return new DependencyError('draw ledger', what, { cause });
}

function goneBack(activityId: string): string {
  return (
    `the record of activity ${activityId} has gone back: Redis does not have all that was acknowledged. ` +
    `Draws stop until "cms-market accept ${activityId}"`
  );
}

export function ofEarlierProgram(activityId: string): string {
  return `the record of activity ${activityId} in Redis is of an earlier program, which this one cannot go on with`;
}
