import { SingleFlight } from '../../../application/shared/single-flight.ts';
import type { DrawArchive } from '../../../domain/draws/draw-archive.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { StoreOperation, StoreTelemetry } from '../../../domain/shared/store-telemetry.ts';
import { ConnectionLosses } from '../connection-losses.ts';
import type { RedisClient } from '../redis-client.ts';
import { RecordRefusal } from '../redis-refusal.ts';
import { timed } from '../timed.ts';
import type { DrawAnnouncer } from './draw-announcer.ts';
import { ACTIVITIES_KEY, drawKeys } from './draw-keys.ts';
import { readCount } from './draw-replies.ts';
import { type DrawScripts, defineDrawScripts } from './draw-scripts.ts';
import { SegmentLayout } from './segments/segment-layout.ts';
import { defineSegmentScripts, type SegmentScripts } from './segments/segment-scripts.ts';
import { Watermarks } from './watermarks.ts';

/* After one of them went well, nothing bars the record: all its parts are halted together. */
const WRITES: ReadonlySet<StoreOperation> = new Set(['settle', 'earn', 'seed', 'units']);

/* Redis may lose the record, and what was noted in it, again before a loss is accepted. */
const HALT_INTERVAL_MS = 250;

/** What a ledger in Redis has beside Redis. */
export interface RecordOptions {
  readonly telemetry?: StoreTelemetry;
  /** Has the draws whose entries were trimmed; without it, they are not found. */
  readonly archive?: DrawArchive;
  /** Told of each draw. */
  readonly announcer?: Pick<DrawAnnouncer, 'note'>;
}

/** What all parts of the ledger of one process share. */
export class RedisRecord {
  readonly redis: RedisClient;
  readonly scripts: DrawScripts;
  readonly segmentScripts: SegmentScripts;
  readonly watermarks = new Watermarks();
  readonly layout: SegmentLayout;
  readonly #telemetry: StoreTelemetry | undefined;
  readonly #refusals = new Map<string, string>();
  /* By activity: when this process halted its segments, in monotonic milliseconds. */
  readonly #haltedAt = new Map<string, number>();
  readonly #losses: ConnectionLosses;
  /* By activity: after which loss of a connection its root was compared with what this process has seen. */
  readonly #compared = new Map<string, number>();
  readonly #comparing = new SingleFlight<void>();

  readonly archive: DrawArchive | undefined;
  readonly announcer: Pick<DrawAnnouncer, 'note'> | undefined;

  constructor(redis: RedisClient, { telemetry, archive, announcer }: RecordOptions = {}) {
    this.redis = redis;
    this.archive = archive;
    this.announcer = announcer;
    this.scripts = defineDrawScripts(redis);
    this.segmentScripts = defineSegmentScripts(redis);
    this.layout = new SegmentLayout(redis, { watermarks: this.watermarks, scripts: this.segmentScripts });
    this.#telemetry = telemetry;
    this.#losses = new ConnectionLosses(redis);
  }

  /**
   * Does the work and records its time.
   * @param part the activity or the tag of a segment
   * @param parents the spans that wait for it, where they are known
   * @throws DependencyError if it fails
   */
  async run<T>(
    operation: StoreOperation,
    part: string,
    work: () => Promise<T>,
    parents?: readonly string[],
  ): Promise<T> {
    const result = await this.#attempt(part, () => timed(this.#telemetry, operation, work, parents));
    if (WRITES.has(operation)) this.#refusals.delete(this.layout.activityOf(part));
    return result;
  }

  /** The tag of the part that has this user's account. */
  tagOf(activityId: string, uid: string): Promise<string> {
    return this.#attempt(activityId, () => this.layout.tagOf(activityId, uid));
  }

  async #attempt<T>(part: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (cause) {
      const activityId = this.layout.activityOf(part);
      const fault = faultOf(activityId, cause);
      if (!(fault instanceof RecordRefusal)) throw fault;
      if (fault.reason === goneBack(activityId) && (await this.#halt(activityId)) === 'accepted') {
        // With the number of segments of now, the part may be none any more.
        this.layout.forget(activityId);
        throw new DependencyError('draw ledger', ACCEPTED, { cause });
      }
      this.#refusals.set(activityId, fault.reason);
      throw fault;
    }
  }

  /** The same as `parts`, if nothing is to be asked for it. */
  knownParts(activityId: string): readonly string[] | undefined {
    const tags = this.layout.knownTags(activityId);
    const isRootSure = tags?.length === 1 || (this.#compared.get(activityId) ?? 0) === this.#losses.count;
    return isRootSure ? tags : undefined;
  }

  /**
   * The tags of the parts that have accounts, for a write to one of them.
   * @param segments how many, where that is not fixed yet
   * @throws DependencyError also if the root has gone back
   */
  parts(activityId: string, segments: number): Promise<readonly string[]> {
    return this.#attempt(activityId, async () => {
      const tags = await this.layout.fixed(activityId, segments);
      if (tags.length > 1) await this.#expectRoot(activityId);
      return tags;
    });
  }

  /* A write to a segment is decided by the seed and the rules of the root, which it does not look at. After a connection was
   * lost, the root may be an older one. */
  #expectRoot(activityId: string): Promise<void> | undefined {
    const losses = this.#losses.count;
    if ((this.#compared.get(activityId) ?? 0) === losses) return undefined;
    return this.#comparing.run(activityId, async () => {
      try {
        await this.run('read', activityId, () => this.#compareRoot(activityId));
        this.#compared.set(activityId, losses);
      } catch (error) {
        if (error instanceof RecordRefusal) throw error;
        // While it does not answer, what this process knows is true.
      }
    });
  }

  async #compareRoot(activityId: string): Promise<void> {
    const { seed } = this.watermarks.of(activityId);
    const [tag] = await Promise.all([
      this.redis.hget(drawKeys(activityId).seeds, `${seed?.no}:tag`),
      this.expectWhole(activityId),
    ]);
    if (seed && tag !== seed.tag) throw new RecordRefusal(goneBack(activityId));
  }

  /** To be called when this process sees an epoch for the first time: what was lost may have come back otherwise. */
  beganAnew(activityId: string): void {
    this.layout.forget(activityId);
    this.#haltedAt.delete(activityId);
  }

  /** The epoch of the latest seed that this process has seen; 0 before the first. */
  epochOf(activityId: string): number {
    return this.watermarks.of(activityId).seed?.epoch ?? 0;
  }

  /*
   * All parts, and notes in them what this process knows, which they may have lost. Nothing, where a loss was accepted
   * since this process has seen the seed.
   */
  async #halt(activityId: string): Promise<'halted' | 'accepted'> {
    const known = this.layout.knownTags(activityId);
    const halt = (tag: string) => {
      const { book, stock, units } = drawKeys(tag);
      const moved = tag === activityId ? stock : units;
      const seen = [this.watermarks.of(tag).seq, this.watermarks.of(moved).seq, this.epochOf(activityId)];
      return this.segmentScripts.cmsHalt(book, moved, ...seen, known?.length ?? '');
    };
    try {
      if ((await halt(activityId)) === 0) return 'accepted';
      const now = performance.now();
      if (now - (this.#haltedAt.get(activityId) ?? Number.NEGATIVE_INFINITY) < HALT_INTERVAL_MS)
        return 'halted';
      const tags = known ?? (await this.layout.foundTags(activityId));
      await Promise.all(tags.filter((tag) => tag !== activityId).map(halt));
      this.#haltedAt.set(activityId, now);
    } catch {
      // Who is refused next tries again.
    }
    return 'halted';
  }

  /** Why activities are not written to, as operators read it; of each until something of it is written again. */
  refusals(): readonly string[] {
    return [...this.#refusals.values()];
  }

  /**
   * @returns the number of the latest entry
   * @throws RecordRefusal if the record is behind what was acknowledged to this process, or of an earlier program; it notes
   * nothing in the record
   */
  async expectWhole(part: string): Promise<number> {
    const [seq, format] = await this.redis.hmget(drawKeys(part).book, 'seq', 'format');
    if (seq && format !== FORMAT) throw new RecordRefusal(ofEarlierProgram(this.layout.activityOf(part)));
    return this.expectReached(part, seq);
  }

  /** @param seq of the book @returns it @throws RecordRefusal as `expectWhole` */
  expectReached(part: string, seq: string | null | undefined): number {
    const latest = readCount(seq);
    if (latest < this.watermarks.of(part).seq)
      throw new RecordRefusal(goneBack(this.layout.activityOf(part)));
    return latest;
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
  const what = code === 'STALE' ? ACCEPTED : 'Redis did not do its part';
  return new DependencyError('draw ledger', what, { cause });
}

const ACCEPTED = 'a loss was accepted meanwhile';

function goneBack(activityId: string): string {
  return (
    `the record of activity ${activityId} has gone back: Redis does not have all that was acknowledged. ` +
    `Draws stop until "cms-market accept ${activityId}"`
  );
}

export function ofEarlierProgram(activityId: string): string {
  return `the record of activity ${activityId} in Redis is of an earlier program, which this one cannot go on with`;
}
