import { createHash } from 'node:crypto';
import { Cluster } from 'ioredis';
import type { Win } from '../../../domain/draws/account.ts';
import type { AwardCounts, AwardTotals } from '../../../domain/draws/award-counts.ts';
import type {
  Account,
  CommitResult,
  CurrentSeed,
  DrawCommit,
  DrawLedger,
  Seed,
} from '../../../domain/draws/draw-ledger.ts';
import {
  type LatestWin,
  type LatestWins,
  latestEntriesOfEach,
  newestOf,
} from '../../../domain/draws/latest-wins.ts';
import type { WinList } from '../../../domain/draws/win-list.ts';
import { Batcher } from './batcher.ts';
import { commitArguments, seedTagFor } from './commit-arguments.ts';
import { CommitBatcher, MAX_BATCH } from './commit-batcher.ts';
import { drawKeys } from './draw-keys.ts';
import { readAccount, readCommitted, repliesOf, revealReply, seedReply } from './draw-replies.ts';
import { readWin } from './packed-account.ts';
import { digestOf } from './packed-text.ts';
import { readByCommands, winsBetween } from './read-account.ts';
import { withAccount, withBooked } from './recalled-draw.ts';
import { faultOf, type RedisRecord } from './redis-record.ts';
import { awardsIn } from './segments/segment-books.ts';
import { SegmentDraws } from './segments/segment-draws.ts';
import { winsAtEnd } from './wins-at-end.ts';

interface AccountQuery {
  readonly uid: string;
  readonly requestId: string;
}

/** Draws in Redis, recorded by Lua scripts. Each script is atomic. */
export class RedisDraws implements DrawLedger, WinList, AwardCounts, LatestWins {
  readonly #record: RedisRecord;
  readonly #reads: Batcher<AccountQuery, unknown>;
  readonly #commits: CommitBatcher;
  readonly #readsByCommands: boolean;
  readonly #segments: SegmentDraws;

  constructor(record: RedisRecord) {
    this.#record = record;
    this.#readsByCommands = record.redis instanceof Cluster;
    this.#segments = new SegmentDraws(record);
    this.#reads = new Batcher(
      (id, queries) => record.run('read', id, () => this.#read(id, queries)),
      MAX_BATCH,
    );
    this.#commits = new CommitBatcher(record, (id, epoch, commits) => this.#commit(id, epoch, commits));
  }

  read(activityId: string, uid: string, requestId = ''): Promise<Account> {
    if (this.#readsByCommands) return this.#readByCommands(activityId, uid, requestId);
    // Until segments are fixed nobody has an account, and the answer of the root says whether they are.
    const known = this.#record.layout.knownTag(activityId, uid);
    return this.#reads.add(known ?? activityId, { uid, requestId }).then((reply) => {
      const fixed = this.#record.layout.knownTag(activityId, uid);
      if (known === undefined && fixed !== undefined && fixed !== activityId) {
        return this.read(activityId, uid, requestId);
      }
      const found = understood(activityId, () => readAccount(reply));
      return withBooked(this.#record, known ?? activityId, { activityId, uid, requestId }, found);
    });
  }

  async #readByCommands(activityId: string, uid: string, requestId: string): Promise<Account> {
    const tag = await this.#record.tagOf(activityId, uid);
    const keys = drawKeys(tag);
    return this.#record.run('read', tag, async () => {
      const account = readByCommands(this.#record.redis, keys, uid, requestId);
      const [found] = await Promise.all([account, this.#record.expectWhole(tag)]);
      return withBooked(this.#record, tag, { activityId, uid, requestId }, found);
    });
  }

  commit(commit: DrawCommit): Promise<CommitResult> {
    const { activityId, segments } = commit;
    const tags = this.#record.knownParts(activityId);
    if (tags) return this.#commitTo(tags, commit);
    return this.#record.parts(activityId, segments).then((fixed) => this.#commitTo(fixed, commit));
  }

  #commitTo(tags: readonly string[], commit: DrawCommit): Promise<CommitResult> {
    const { activityId } = commit;
    if (tags.length > 1) return this.#segments.commit(commit, tags);
    return this.#commits.add(activityId, commit).then((reply) => {
      const { result, seq } = understood(activityId, () => readCommitted(reply));
      this.#record.watermarks.acknowledged(activityId, seq);
      if (result.kind === 'committed') this.#record.announcer?.note(activityId);
      return withAccount(this.#record, activityId, commit, result);
    });
  }

  async seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<CurrentSeed> {
    const { closing, ...seed } = await this.#seed(activityId, fresh, wanted);
    if (wanted === 'any' || closing === null) return seed;
    // Who began to reveal it has ended before: in some segments no draw is made under it any more.
    await this.reveal(activityId, seed.no, closing);
    return this.seed(activityId, fresh, wanted);
  }

  reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    return this.#record.run('reveal', activityId, async () => {
      const { book, seeds } = drawKeys(activityId);
      const { seq, seed } = this.#record.watermarks.of(activityId);
      const tags = await this.#record.parts(activityId, 1);
      if (tags.length > 1) {
        // By the tag: in another record, the number is that of another seed.
        if (seed?.no === seedNo) await this.#record.redis.hsetnx(seeds, `${seed.tag}:closing`, at);
        await this.#segments.close(activityId, tags, seedNo);
      }
      const reply = await this.#record.scripts.cmsReveal(book, seeds, seedNo, at, seq);
      const [secret, revealedAt] = revealReply.parse(reply);
      return { no: seedNo, secret, revealedAt };
    });
  }

  wins(activityId: string, uid: string, before: number | null, limit: number): Promise<readonly Win[]> {
    return this.#record.run('wins', activityId, async () => {
      const { redis } = this.#record;
      const tag = await this.#record.tagOf(activityId, uid);
      const keys = drawKeys(tag);
      const [first, length] = await Promise.all([
        redis.hget(keys.account(uid), 'w'),
        redis.llen(keys.wins(uid)),
        this.#record.expectWhole(tag),
      ]);
      // Wins are only added, so that the positions stay.
      const end = Math.min(before ?? Number.POSITIVE_INFINITY, length + (first === null ? 0 : 1));
      if (end <= 0 || limit <= 0) return [];
      return (await winsBetween(redis, keys.wins(uid), first, Math.max(0, end - limit), end)).map(readWin);
    });
  }

  awarded(activityId: string): Promise<AwardTotals> {
    return this.#record.run('awarded', activityId, async () => {
      const tags = await this.#record.layout.tags(activityId);
      const books = await Promise.all(tags.map((tag) => this.#record.redis.hgetall(drawKeys(tag).book)));
      for (const [index, tag] of tags.entries()) this.#record.expectReached(tag, books[index]?.seq);
      return awardsIn(books);
    });
  }

  /* A log that was trimmed has only its last minutes. */
  latestWins(activityId: string, prizeIds: readonly string[], limit: number): Promise<readonly LatestWin[]> {
    return this.#record.run('wins', activityId, async () => {
      const tags = await this.#record.layout.tags(activityId);
      const wanted = { prizeIds, limit, most: latestEntriesOfEach(tags.length) };
      const wins = await Promise.all(
        tags.map((tag) => winsAtEnd(this.#record.redis, drawKeys(tag).log, wanted)),
      );
      return newestOf(wins, prizeIds, limit);
    });
  }

  #seed(
    activityId: string,
    fresh: string,
    wanted: 'secret' | 'any',
  ): Promise<CurrentSeed & { readonly closing: number | null }> {
    const { watermarks, scripts } = this.#record;
    return this.#record.run('seed', activityId, async () => {
      await this.#record.list(activityId);
      const { book, seeds } = drawKeys(activityId);
      const seen = watermarks.of(activityId);
      const known = [seen.seq, seen.seed?.no ?? 0, seen.seed?.tag ?? '', seen.seed?.epoch ?? 0];
      const reply = await scripts.cmsSeed(book, seeds, fresh, tagOf(fresh), wanted, ...known);
      const [no, secret, revealedAt, tag, epoch, closing] = seedReply.parse(reply);
      watermarks.sawSeed(activityId, { no, tag: tag ?? tagOf(secret), epoch });
      if (epoch !== seen.seed?.epoch) this.#record.beganAnew(activityId);
      return { no, secret, revealedAt, epoch, closing: revealedAt === null ? closing : null };
    });
  }

  async #read(tag: string, queries: readonly AccountQuery[]): Promise<readonly unknown[]> {
    const { book, log, account, older, wins } = drawKeys(tag);
    const keys = [book, log, ...queries.flatMap(({ uid }) => [account(uid), older(uid), wins(uid)])];
    const requests = queries.map(({ requestId }) => requestId && digestOf(requestId));
    const reply = await this.#record.scripts.cmsRead(keys.length, ...keys, ...requests);
    const [seq, segments, ...accounts] = repliesOf(reply, queries.length + 2);
    this.#record.expectReached(tag, seq as string | null);
    if (segments !== null) this.#record.layout.learn(tag, segments as string);
    return accounts;
  }

  async #commit(
    activityId: string,
    epoch: number,
    commits: readonly DrawCommit[],
  ): Promise<readonly unknown[]> {
    const { scripts, watermarks } = this.#record;
    const { seq, seed } = watermarks.of(activityId);
    const { names, drawn } = commitArguments(drawKeys(activityId), commits);
    const own = [seq, seedTagFor(commits, seed), epoch];
    const reply = await scripts.cmsCommit(names.length, ...names, ...own, drawn);
    return repliesOf(reply, commits.length);
  }
}

function understood<T>(activityId: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw faultOf(activityId, cause);
  }
}

/* By it a process recognises a seed. It shows no more of the secret than the published commitment. */
function tagOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 12);
}
