import { SingleFlight } from '../../../../application/shared/single-flight.ts';
import { MOST_SEGMENTS } from '../../../../domain/draws/draw-rules.ts';
import { segmentOf } from '../../../../domain/draws/segments/segment-of.ts';
import type { RedisClient } from '../../redis-client.ts';
import { drawKeys } from '../draw-keys.ts';
import { readCount } from '../draw-replies.ts';
import type { Watermarks } from '../watermarks.ts';
import type { SegmentScripts } from './segment-scripts.ts';
import { segmentTag } from './segment-tag.ts';

/* More than one: 2, 4, 8 … */
const COUNTS = Array.from({ length: Math.log2(MOST_SEGMENTS) }, (_, power) => 2 ** (power + 1));

/** What a process has that writes. */
interface Writer {
  readonly watermarks: Watermarks;
  readonly scripts: Pick<SegmentScripts, 'cmsSegments' | 'cmsOpen'>;
}

/**
 * Over how many segments each activity is spread, and the hash tags of their keys. It is fixed in the root's book at the
 * first change of an account, or where a seed is revealed before, and never changes but where a loss is accepted.
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

  /* All segments are open before the root says how many there are: so a segment that is not has lost its record. */
  async #fix(activityId: string, segments: number): Promise<readonly string[]> {
    if (!this.#writer) throw new Error('this layout is only read');
    const { scripts, watermarks } = this.#writer;
    // A root that was lost is not begun again beside its segments: those refuse to be opened.
    const found = await this.foundTags(activityId);
    const wanted = found.length > 1 ? found.length : segments;
    const fix = async (opened: string): Promise<FixReply> => {
      const { book } = drawKeys(activityId);
      return (await scripts.cmsSegments(book, watermarks.of(activityId).seq, wanted, opened)) as FixReply;
    };
    let [fixed, epoch, accepted = ''] = await fix('');
    for (let isSure = ''; epoch; ) {
      const root = [epoch, accepted, fixed, isSure];
      const opened = await Promise.all(
        tagsOf(activityId, readCount(fixed)).map((tag) =>
          scripts.cmsOpen(drawKeys(tag).book, watermarks.of(tag).seq, ...root),
        ),
      );
      const before: string = epoch;
      [fixed, epoch, accepted = ''] = await fix(opened.includes(0) ? '' : epoch);
      // Where a loss was accepted meanwhile, the root has another one, too.
      isSure = opened.includes(0) && epoch === before ? '1' : '';
    }
    return this.#keep(activityId, readCount(fixed));
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
    const [fixed, opening] = await this.#redis.hmget(drawKeys(activityId).book, 'segments', 'opening');
    if (fixed != null) return tagsOf(activityId, readCount(fixed));
    const found = await Promise.all(COUNTS.map((count) => this.#isInBooks(activityId, count)));
    return tagsOf(activityId, COUNTS.find((_, index) => found[index]) ?? readCount(opening ?? '1'));
  }

  async #isInBooks(activityId: string, count: number): Promise<boolean> {
    const books = tagsOf(activityId, count).map((tag) => drawKeys(tag).book);
    const counts = await Promise.all(books.map((book) => this.#redis.hget(book, 'segments')));
    return counts.includes(`${count}`);
  }

  /** Takes what a read found in the book of this part, if it is a root whose layout is not known yet. */
  learn(tag: string, segments: string): void {
    if (!this.#activities.has(tag) && !this.#tags.has(tag)) this.#keep(tag, readCount(segments));
  }

  /** Removes what is known: since a loss was accepted, it may be another. */
  forget(activityId: string): void {
    this.#tags.delete(activityId);
    this.#activities.delete(activityId);
  }

  /** The same as `fixed`, if this process knows it already. */
  knownTags(activityId: string): readonly string[] | undefined {
    return this.#tags.get(activityId);
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
    const tags = tagsOf(activityId, segments);
    for (const tag of tags) this.#activities.set(tag, activityId);
    this.#tags.set(activityId, tags);
    return tags;
  }
}

/* Of segments/scripts/fix.lua. */
type FixReply = [segments: string, epoch?: string, accepted?: string];

function tagsOf(activityId: string, segments: number): readonly string[] {
  if (segments <= 1) return [activityId];
  return Array.from({ length: segments }, (_, segment) => segmentTag(activityId, segment, segments));
}
