import type { RulesText } from '../../../domain/draws/binding-book.ts';
import type { AccountEntry, DrawLog, LedgerBook, LogEntry } from '../../../domain/draws/draw-log.ts';
import type { DrawTail } from '../../../domain/draws/draw-tail.ts';
import { segmentOf } from '../../../domain/draws/segments/segment-of.ts';
import type { RedisClient } from '../redis-client.ts';
import { RecordRefusal } from '../redis-refusal.ts';
import { ACTIVITIES_KEY, drawKeys } from './draw-keys.ts';
import { readCount, repliesOf } from './draw-replies.ts';
import { type DrawScripts, defineDrawScripts } from './draw-scripts.ts';
import { readDraws } from './packed-account.ts';
import { readEntry } from './packed-entry.ts';
import { readRules, readRulesTexts, readSeeds } from './redis-binding-book.ts';
import { faultOf, ofEarlierProgram } from './redis-record.ts';
import { awardsIn } from './segments/segment-books.ts';
import { SegmentLayout } from './segments/segment-layout.ts';

const ROOT = 'root';

const ENTRIES_PER_BATCH = 1000;

/* Redis is busy with them for about 1 ms. */
const ACCOUNTS_PER_BATCH = 200;

/** Reads the draws in Redis. The service may be recording more. */
export class RedisDrawLog implements DrawLog, DrawTail {
  readonly #redis: RedisClient;
  readonly #scripts: DrawScripts;
  readonly #layout: SegmentLayout;

  constructor(redis: RedisClient) {
    this.#layout = new SegmentLayout(redis);
    this.#redis = redis;
    this.#scripts = defineDrawScripts(redis);
  }

  activityIds(): Promise<string[]> {
    return this.#redis.smembers(ACTIVITIES_KEY);
  }

  book(activityId: string): Promise<LedgerBook> {
    return attempt(activityId, () => this.#book(activityId));
  }

  async #book(activityId: string): Promise<LedgerBook> {
    // After an accepted loss, it may be another.
    this.#layout.forget(activityId);
    const keys = drawKeys(activityId);
    // The book first: seeds and sets of rules only grow, so what comes later has all that its entries need.
    const book = await this.#redis.hgetall(keys.book);
    const [seeds, rules] = await Promise.all([
      this.#redis.hgetall(keys.seeds),
      this.#redis.hgetall(keys.rules),
    ]);
    if (book.seq !== undefined && book.format === undefined)
      throw new RecordRefusal(ofEarlierProgram(activityId));
    const tags = await this.#layout.tags(activityId);
    const segments = tags.length > 1 ? tags : [];
    const parts = await Promise.all(segments.map((tag) => this.#redis.hgetall(drawKeys(tag).book)));
    const { counts, spent } = awardsIn(tags.length > 1 ? parts : [book]);
    const sweptAt = book.swept_at ?? book.sweeping;
    return {
      logs: [
        { log: ROOT, seq: readCount(book.seq) },
        ...parts.map(({ seq }, segment) => ({ log: `${segment}`, seq: readCount(seq) })),
      ],
      awarded: new Map(Object.entries(counts)),
      spent,
      seeds: readSeeds(seeds),
      rules: readRules(rules),
      sweptAt: sweptAt === undefined ? null : readCount(sweptAt),
    };
  }

  rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]> {
    return attempt(activityId, () => readRulesTexts(this.#redis, activityId, numbers));
  }

  async *entries(
    activityId: string,
    log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]> {
    const tags = await attempt(activityId, () => this.#layout.tags(activityId));
    const { log: key } = drawKeys(tagOfLog(tags, activityId, log));
    const batch = (after: number) => attempt(activityId, () => this.#batch(key, after, upToSeq));
    // The next batch is on its way while the caller works on this one.
    let next = batch(afterSeq);
    for (;;) {
      const replies = await next;
      const last = replies.at(-1);
      if (!last) return;
      const isEnd = replies.length < ENTRIES_PER_BATCH;
      if (!isEnd) {
        next = batch(seqOf(last[0]));
        // A caller may stop before it asks for this one.
        next.catch(() => {});
      }
      yield replies.map(([id, [, text = '']]) => readEntry(seqOf(id), text));
      if (isEnd) return;
    }
  }

  async logNames(activityId: string): Promise<readonly string[]> {
    // After an accepted loss, it may be another.
    this.#layout.forget(activityId);
    const tags = await this.#layout.tags(activityId);
    return tags.length === 1 ? [ROOT] : [ROOT, ...tags.map((_, segment) => `${segment}`)];
  }

  async slice(activityId: string, log: string, fromSeq: number, limit: number): Promise<readonly LogEntry[]> {
    const { log: key } = drawKeys(tagOfLog(await this.#layout.tags(activityId), activityId, log));
    const replies = await this.#redis.xrange(key, `${fromSeq}-0`, '+', 'COUNT', limit);
    return replies.map(([id, [, text = '']]) => readEntry(seqOf(id), text));
  }

  async accounts(activityId: string, uids: readonly string[]): Promise<readonly AccountEntry[]> {
    const tags = await this.#layout.tags(activityId);
    if (tags.length === 1) return this.#accounts(activityId, uids);
    const bySegment = tags.map((): string[] => []);
    for (const uid of uids) bySegment[segmentOf(uid, tags.length)]?.push(uid);
    const read = await Promise.all(
      tags.map((tag, segment) => this.#accounts(tag, bySegment[segment] as string[])),
    );
    const byUid = new Map(read.flat().map((account) => [account.uid, account]));
    return uids.map((uid) => byUid.get(uid) as AccountEntry);
  }

  async #accounts(tag: string, uids: readonly string[]): Promise<readonly AccountEntry[]> {
    const keys = drawKeys(tag);
    const accounts: AccountEntry[] = [];
    for (let from = 0; from < uids.length; from += ACCOUNTS_PER_BATCH) {
      const batch = uids.slice(from, from + ACCOUNTS_PER_BATCH);
      const names = batch.flatMap((uid) => [keys.account(uid), keys.wins(uid)]);
      const replies = repliesOf(await this.#scripts.cmsAccounts(names.length, ...names), batch.length);
      for (const [index, uid] of batch.entries()) {
        const [state, won, wins, winsKept] = replies[index] as [
          string | null,
          string | null,
          string[],
          number,
        ];
        accounts.push({ uid, draws: readDraws(state, won, wins), winsKept });
      }
    }
    return accounts;
  }

  #batch(key: string, after: number, upTo: number): Promise<[id: string, fields: string[]][]> {
    return this.#redis.xrange(key, `(${after}-0`, `${upTo}-0`, 'COUNT', ENTRIES_PER_BATCH);
  }
}

async function attempt<T>(activityId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw faultOf(activityId, cause);
  }
}

/**
 * The hash tag of the keys of a log.
 * @param tags of the parts that have accounts
 * @throws RangeError if there is no such log
 */
export function tagOfLog(tags: readonly string[], activityId: string, log: string): string {
  if (log === ROOT) return activityId;
  const tag = tags.length > 1 && /^\d+$/.test(log) ? tags[Number(log)] : undefined;
  if (tag === undefined) throw new RangeError(`activity ${activityId} has no log ${log}`);
  return tag;
}

/** The name of the log of a part. @param tags of the parts that have accounts @param tag one of them, or the activity */
export function logOfTag(tags: readonly string[], tag: string): string {
  const segment = tags.indexOf(tag);
  return tags.length > 1 && segment >= 0 ? `${segment}` : ROOT;
}

function seqOf(id: string): number {
  return Number.parseInt(id, 10);
}
