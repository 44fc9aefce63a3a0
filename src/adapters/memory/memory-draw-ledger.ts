import {
  afterDraw,
  afterEarning,
  afterHelp,
  NO_DRAWS,
  type UserDraws,
  type Win,
  withWin,
} from '../../domain/draws/account.ts';
import type { AccountSweep } from '../../domain/draws/account-sweep.ts';
import type { AwardTotals } from '../../domain/draws/award-counts.ts';
import type { RulesLink, RulesSet, RulesText } from '../../domain/draws/binding-book.ts';
import { firstAvailable } from '../../domain/draws/decide-draw.ts';
import type {
  Account,
  BookedDraw,
  CommitResult,
  CurrentSeed,
  DrawCommit,
  Seed,
} from '../../domain/draws/draw-ledger.ts';
import type { AccountEntry, DrawLog, LedgerBook, LogEntry } from '../../domain/draws/draw-log.ts';
import type { DrawTail } from '../../domain/draws/draw-tail.ts';
import type {
  AccountChange,
  EarningCommit,
  HelpCommit,
  OpenHelp,
} from '../../domain/draws/earnings-ledger.ts';
import { LATEST_ENTRIES, type LatestWin, winsIn } from '../../domain/draws/latest-wins.ts';
import type { Ledger } from '../../domain/draws/ledger.ts';
import type { PoolSizes } from '../../domain/draws/unit-pools.ts';

interface UserAccount {
  draws: UserDraws;
  readonly wins: Win[];
  readonly byRequest: Map<string, BookedDraw>;
  readonly earnedKeys: Set<string>;
}

class ActivityBook {
  readonly accounts = new Map<string, UserAccount>();
  readonly awarded = new Map<string, number>();
  readonly seeds: Seed[] = [];
  readonly rules: RulesSet[] = [];
  readonly helps = new Map<string, OpenHelp>();
  readonly log: LogEntry[] = [];
  readonly pools = new Map<string, number>();
  spent = 0;
  sweptAt: number | null = null;
  inviteKey: string | null = null;

  account(uid: string): UserAccount {
    let account = this.accounts.get(uid);
    if (!account) {
      account = { draws: NO_DRAWS, wins: [], byRequest: new Map(), earnedKeys: new Set() };
      this.accounts.set(uid, account);
    }
    return account;
  }

  get nextSeq(): number {
    return this.log.length + 1;
  }
}

/** A ledger in the memory of this process, for tests and for commands without a store. It has no segments. */
export class MemoryDrawLedger implements Ledger, DrawLog, DrawTail, AccountSweep {
  readonly #books = new Map<string, ActivityBook>();

  async read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    return this.#accountOf(this.#book(activityId), uid, requestId);
  }

  async commit(commit: DrawCommit): Promise<CommitResult> {
    const { uid, requestId, drawId, day, at, seedNo, rulesNo, budget } = commit;
    const book = this.#book(commit.activityId);
    const seed = book.seeds.at(-1);
    if (seed?.no !== seedNo || seed.revealedAt !== null) return { kind: 'stale_seed' };
    const account = book.account(uid);
    if (account.byRequest.has(requestId) || account.draws.version !== commit.draws.version) {
      return { kind: 'conflict', account: this.#accountOf(book, uid, requestId) };
    }
    const won = firstAvailable(commit.candidates, {
      count: (id) => book.awarded.get(id) ?? 0,
      spent: book.spent,
      budget,
    });
    const after = afterDraw(account.draws, commit);
    const { drawNo } = after;
    const { prizeId, cost } = won ?? { prizeId: null, cost: 0 };
    const unit = prizeId === null ? null : (book.awarded.get(prizeId) ?? 0) + 1;
    book.log.push({
      ...{ kind: 'draw', seq: book.nextSeq, at, uid, requestId, drawId, drawNo, day: after.lastDay ?? day },
      ...{ seedNo, rulesNo, prizeId, unit, cost },
      ...(commit.denied && { denied: commit.denied }),
    });
    if (won && unit !== null) {
      const win = { drawId, prizeId: won.prizeId, unit, wonAt: at };
      book.awarded.set(win.prizeId, unit);
      book.spent += cost;
      account.wins.push(win);
      account.draws = withWin(after, win, won.endsStreak);
    } else {
      account.draws = after;
    }
    account.byRequest.set(requestId, { drawId, drawNo, prizeId, unit });
    return { kind: 'committed', prizeId, unit };
  }

  async seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<CurrentSeed> {
    const { seeds } = this.#book(activityId);
    const current = seeds.at(-1);
    if (current && (wanted === 'any' || current.revealedAt === null)) return { ...current, epoch: 0 };
    const next = { no: seeds.length + 1, secret: fresh, revealedAt: null };
    seeds.push(next);
    return { ...next, epoch: 0 };
  }

  async reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    const { seeds } = this.#book(activityId);
    const seed = seeds[seedNo - 1];
    if (!seed) throw new RangeError(`activity ${activityId} has no seed ${seedNo}`);
    const revealed = { ...seed, revealedAt: seed.revealedAt ?? at };
    seeds[seedNo - 1] = revealed;
    return revealed;
  }

  async earn({ activityId, uid, draws, earning, at }: EarningCommit): Promise<AccountChange> {
    const book = this.#book(activityId);
    const account = book.account(uid);
    if (account.earnedKeys.has(earning.key)) return { kind: 'known' };
    if (account.draws.version !== draws.version) {
      return { kind: 'conflict', account: this.#accountOf(book, uid) };
    }
    const { key, chances, day } = earning;
    book.log.push({ kind: 'earning', seq: book.nextSeq, at, uid, key, chances, day });
    account.draws = afterEarning(account.draws, earning);
    account.earnedKeys.add(key);
    return { kind: 'recorded' };
  }

  async help({ activityId, uid, draws, inviter, day, at }: HelpCommit): Promise<AccountChange> {
    const book = this.#book(activityId);
    const account = book.account(uid);
    if (account.draws.version !== draws.version) {
      return { kind: 'conflict', account: this.#accountOf(book, uid) };
    }
    book.log.push({ kind: 'help', seq: book.nextSeq, at, uid, inviter, day });
    account.draws = afterHelp(account.draws, inviter);
    book.helps.set(uid, { uid, inviter, at });
    return { kind: 'recorded' };
  }

  async openHelps(activityId: string): Promise<readonly OpenHelp[]> {
    return [...this.#book(activityId).helps.values()];
  }

  async closeHelp(activityId: string, uid: string): Promise<void> {
    this.#book(activityId).helps.delete(uid);
  }

  async seeds(activityId: string): Promise<readonly Seed[]> {
    return [...this.#book(activityId).seeds];
  }

  async rules(activityId: string): Promise<readonly RulesLink[]> {
    return this.#book(activityId).rules.map(linkOf);
  }

  async rulesTexts(activityId: string, numbers: readonly number[]): Promise<readonly (RulesText | null)[]> {
    const { rules } = this.#book(activityId);
    return numbers.map((no) => {
      const set = rules[no - 1];
      return set ? { text: set.text, sealed: set.sealed } : null;
    });
  }

  async announce(activityId: string, set: RulesSet): Promise<boolean> {
    const book = this.#book(activityId);
    if (set.no !== book.rules.length + 1) return false;
    const { no, hash, release, head, at } = set;
    book.log.push({ kind: 'rules', seq: book.nextSeq, at, no, hash, release, head });
    book.rules.push(set);
    return true;
  }

  async inviteKey(activityId: string, fresh: string): Promise<string> {
    const book = this.#book(activityId);
    book.inviteKey ??= fresh;
    return book.inviteKey;
  }

  async wins(activityId: string, uid: string, before: number | null, limit: number): Promise<readonly Win[]> {
    const wins = this.#books.get(activityId)?.accounts.get(uid)?.wins ?? [];
    const end = Math.min(before ?? wins.length, wins.length);
    return wins.slice(Math.max(0, end - limit), end);
  }

  async latestWins(
    activityId: string,
    prizeIds: readonly string[],
    limit: number,
  ): Promise<readonly LatestWin[]> {
    const log = this.#books.get(activityId)?.log ?? [];
    return winsIn(log.slice(-LATEST_ENTRIES).reverse(), prizeIds, limit);
  }

  async awarded(activityId: string): Promise<AwardTotals> {
    const { awarded, spent } = this.#book(activityId);
    return { counts: Object.fromEntries(awarded), spent };
  }

  async pools(activityId: string): Promise<PoolSizes> {
    return Object.fromEntries(this.#books.get(activityId)?.pools ?? []);
  }

  async growPool(activityId: string, prizeId: string, size: number): Promise<void> {
    const { pools } = this.#book(activityId);
    pools.set(prizeId, Math.max(size, pools.get(prizeId) ?? 0));
  }

  async sweep(activityId: string, at: number): Promise<void> {
    const book = this.#book(activityId);
    book.accounts.clear();
    book.helps.clear();
    book.sweptAt = at;
  }

  async activityIds(): Promise<string[]> {
    return [...this.#books.keys()];
  }

  async book(activityId: string): Promise<LedgerBook> {
    const book = this.#book(activityId);
    const { log, awarded, spent, seeds, rules } = book;
    return {
      logs: [{ log: 'root', seq: log.length }],
      awarded: new Map(awarded),
      spent,
      seeds: [...seeds],
      rules: rules.map(linkOf),
      sweptAt: book.sweptAt,
    };
  }

  async *entries(
    activityId: string,
    _log: string,
    afterSeq: number,
    upToSeq: number,
  ): AsyncIterable<readonly LogEntry[]> {
    const entries = this.#book(activityId).log.slice(afterSeq, upToSeq);
    if (entries.length > 0) yield entries;
  }

  async logNames(): Promise<readonly string[]> {
    return ['root'];
  }

  async slice(activityId: string, log: string, fromSeq: number, limit: number): Promise<readonly LogEntry[]> {
    return log === 'root' ? this.#book(activityId).log.slice(fromSeq - 1, fromSeq - 1 + limit) : [];
  }

  async accounts(activityId: string, uids: readonly string[]): Promise<readonly AccountEntry[]> {
    const { accounts } = this.#book(activityId);
    return uids.map((uid) => {
      const account = accounts.get(uid);
      return { uid, draws: account?.draws ?? NO_DRAWS, winsKept: account?.wins.length ?? 0 };
    });
  }

  #accountOf(book: ActivityBook, uid: string, requestId?: string): Account {
    const account = book.accounts.get(uid);
    return {
      draws: account?.draws ?? NO_DRAWS,
      booked: (requestId !== undefined && account?.byRequest.get(requestId)) || null,
    };
  }

  #book(activityId: string): ActivityBook {
    let book = this.#books.get(activityId);
    if (!book) {
      book = new ActivityBook();
      this.#books.set(activityId, book);
    }
    return book;
  }
}

function linkOf({ no, hash, at, release, head, salt }: RulesSet): RulesLink {
  return { no, hash, at, release, head, salt };
}
