import { SingleFlight } from '../../../../application/shared/single-flight.ts';
import { MOST_SEGMENTS } from '../../../../domain/draws/draw-rules.ts';
import { segmentOf } from '../../../../domain/draws/segments/segment-of.ts';
import type { RedisClient } from '../../redis-client.ts';
import { drawKeys } from '../draw-keys.ts';
import { readCount } from '../draw-replies.ts';
import type { Watermarks } from '../watermarks.ts';
import type { SegmentScripts } from './segment-scripts.ts';
import { segmentTag } from './segment-tag.ts';

/** What a process has that writes. */
interface Writer {
  readonly watermarks: Watermarks;
  readonly scripts: Pick<SegmentScripts, 'cmsSegments'>;
}

/**
 * Over how many segments each activity is spread, and the hash tags of their keys. It is fixed in the root's book at the
 * first change of an account, or where a seed is revealed before, and never changes.
 */
export class SegmentLayout {
  readonly #redis: RedisClient;
  readonly #writer: Writer | undefined;
  /* Of activities where it is fixed. */
  readonly #tags = new Map<string, readonly string[]>();
  readonly #activities = new Map<string, string>();
  readonly #fixing = new SingleFlight<readonly string[]>();

  /** @param writer without it, the layout is only read */
  constructor(redis: RedisClient, writer?: Writer) {
    this.#redis = redis;
    this.#writer = writer;
  }

  /** The tags of the parts that have accounts; with one segment it is the root's. @param segments where it is not fixed */
  async fixed(activityId: string, segments: number): Promise<readonly string[]> {
    return this.#tags.get(activityId) ?? this.#fixing.run(activityId, () => this.#fix(activityId, segments));
  }

  async #fix(activityId: string, segments: number): Promise<readonly string[]> {
    if (!this.#writer) throw new Error('this layout is only read');
    const { scripts, watermarks } = this.#writer;
    const { seq } = watermarks.of(activityId);
    const fixed = await scripts.cmsSegments(drawKeys(activityId).book, seq, segments);
    return this.#keep(activityId, readCount(String(fixed)));
  }

  /**
   * To be called when a part has gone back, and so is halted. Writes what this process knows into the parts, which may
   * have lost it: how many segments there are, and how far units had been moved, which counts from there on after the
   * loss is accepted. The root is halted where it has gone back, too: another process could take it for a new one.
   */
  async note(activityId: string): Promise<void> {
    const tags = this.#tags.get(activityId) ?? [];
    if (tags.length <= 1) return;
    const { book, stock } = drawKeys(activityId);
    await this.#redis.hsetnx(book, 'segments', tags.length);
    await Promise.all([stock, ...tags.map((tag) => drawKeys(tag).units)].map((key) => this.#noteStep(key)));
    await this.#fix(activityId, tags.length);
  }

  async #noteStep(key: string): Promise<void> {
    const seen = this.#writer?.watermarks.of(key).seq ?? 0;
    if (readCount(await this.#redis.hget(key, 'step')) < seen) await this.#redis.hset(key, 'step', seen);
  }

  /** The same without fixing it: the root's, where it is not fixed. */
  async tags(activityId: string): Promise<readonly string[]> {
    const known = this.#tags.get(activityId);
    if (known) return known;
    const segments = await this.#redis.hget(drawKeys(activityId).book, 'segments');
    return segments === null ? [activityId] : this.#keep(activityId, readCount(segments));
  }

  /** The same, also where the root has lost it: by what the books of segments say. */
  async foundTags(activityId: string): Promise<readonly string[]> {
    const known = await this.tags(activityId);
    if (known.length > 1) return known;
    for (let segments = 2; segments <= MOST_SEGMENTS; segments *= 2) {
      const tags = tagsOf(activityId, segments);
      const found = await Promise.all(tags.map((tag) => this.#redis.hget(drawKeys(tag).book, 'segments')));
      if (found.some((count) => count === `${segments}`)) return tags;
    }
    return known;
  }

  /** Takes what a read found in the book of this part, if it is a root whose layout is not known yet. */
  learn(tag: string, segments: string): void {
    if (!this.#activities.has(tag) && !this.#tags.has(tag)) this.#keep(tag, readCount(segments));
  }

  /** The same as `tagOf`, if this process knows it already. */
  knownTag(activityId: string, uid: string): string | undefined {
    const tags = this.#tags.get(activityId);
    return tags?.[segmentOf(uid, tags.length)];
  }

  /** The tag of the part that has this user's account. */
  async tagOf(activityId: string, uid: string): Promise<string> {
    const tags = await this.tags(activityId);
    return tags[segmentOf(uid, tags.length)] as string;
  }

  /** The activity of a part. */
  activityOf(tag: string): string {
    return this.#activities.get(tag) ?? tag;
  }

  #keep(activityId: string, segments: number): readonly string[] {
    const tags = segments <= 1 ? [activityId] : tagsOf(activityId, segments);
    for (const tag of tags) this.#activities.set(tag, activityId);
    this.#tags.set(activityId, tags);
    return tags;
  }
}

function tagsOf(activityId: string, segments: number): string[] {
  return Array.from({ length: segments }, (_, segment) => segmentTag(activityId, segment, segments));
}
