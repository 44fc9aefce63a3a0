import type { AwardCounts } from '../../domain/draws/award-counts.ts';
import { firstAvailable } from '../../domain/draws/decide-draw.ts';
import type {
  Account,
  BookedDraw,
  CommitResult,
  DrawCommit,
  DrawLedger,
  Seed,
} from '../../domain/draws/draw-ledger.ts';
import type { AccountEntry, DrawLog, LedgerBook, LogEntry } from '../../domain/draws/draw-log.ts';
import { afterDraw, NO_DRAWS, type UserDraws } from '../../domain/draws/user-draw-info.ts';

interface UserAccount {
  draws: UserDraws;
  readonly byRequest: Map<string, BookedDraw>;
}

class ActivityBook {
  readonly accounts = new Map<string, UserAccount>();
  readonly awarded = new Map<string, number>();
  readonly seeds: Seed[] = [];
  readonly rules = new Map<string, string>();
  readonly log: LogEntry[] = [];
}

/** A ledger in the memory of this process, for tests and for commands without a store. */
export class MemoryDrawLedger implements DrawLedger, DrawLog, AwardCounts {
  readonly #books = new Map<string, ActivityBook>();

  async read(activityId: string, uid: string, requestId?: string): Promise<Account> {
    const account = this.#book(activityId).accounts.get(uid);
    return {
      draws: account?.draws ?? NO_DRAWS,
      booked: (requestId !== undefined && account?.byRequest.get(requestId)) || null,
    };
  }

  async commit(commit: DrawCommit): Promise<CommitResult> {
    const book = this.#book(commit.activityId);
    const account = book.accounts.get(commit.uid) ?? { draws: NO_DRAWS, byRequest: new Map() };
    const seed = book.seeds.at(-1);
    const hasConflict =
      account.byRequest.has(commit.requestId) ||
      account.draws.drawNo !== commit.draws.drawNo ||
      seed?.no !== commit.seedNo ||
      seed.revealedAt !== null;
    if (hasConflict) return { kind: 'conflict' };

    const prizeId = firstAvailable(commit.candidates, (id) => book.awarded.get(id) ?? 0);
    const { uid, requestId, drawId, day, at, seedNo, rules } = commit;
    if (prizeId !== null) book.awarded.set(prizeId, (book.awarded.get(prizeId) ?? 0) + 1);
    account.draws = afterDraw(account.draws, { drawId, prizeId, day, at });
    const { drawNo } = account.draws;
    account.byRequest.set(requestId, { drawId, drawNo, prizeId });
    book.accounts.set(uid, account);
    book.rules.set(rules.hash, rules.text);
    const seq = book.log.length + 1;
    book.log.push({ seq, uid, requestId, drawId, drawNo, day, at, seedNo, rulesHash: rules.hash, prizeId });
    return { kind: 'committed', prizeId };
  }

  async seed(activityId: string, fresh: string, wanted: 'secret' | 'any'): Promise<Seed> {
    const { seeds } = this.#book(activityId);
    const current = seeds.at(-1);
    if (current && (wanted === 'any' || current.revealedAt === null)) return current;
    const next = { no: seeds.length + 1, secret: fresh, revealedAt: null };
    seeds.push(next);
    return next;
  }

  async reveal(activityId: string, seedNo: number, at: number): Promise<Seed> {
    const { seeds } = this.#book(activityId);
    const seed = seeds[seedNo - 1];
    if (!seed) throw new RangeError(`activity ${activityId} has no seed ${seedNo}`);
    const revealed = { ...seed, revealedAt: seed.revealedAt ?? at };
    seeds[seedNo - 1] = revealed;
    return revealed;
  }

  async awarded(activityId: string): Promise<Readonly<Record<string, number>>> {
    return Object.fromEntries(this.#book(activityId).awarded);
  }

  async activityIds(): Promise<string[]> {
    return [...this.#books.keys()];
  }

  async book(activityId: string): Promise<LedgerBook> {
    const { log, awarded, seeds, rules } = this.#book(activityId);
    return { seq: log.length, awarded: new Map(awarded), seeds: [...seeds], rules: new Map(rules) };
  }

  async *entries(activityId: string, afterSeq: number, upToSeq: number): AsyncIterable<readonly LogEntry[]> {
    yield this.#book(activityId).log.slice(afterSeq, upToSeq);
  }

  async *accounts(activityId: string): AsyncIterable<readonly AccountEntry[]> {
    yield [...this.#book(activityId).accounts].map(([uid, { draws }]) => ({
      uid,
      drawNo: draws.drawNo,
      wins: draws.wins,
    }));
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
