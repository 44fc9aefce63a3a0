import type { Activity } from '../../../domain/activities/activity.ts';
import { type Candidate, candidatesFor, isAvailable } from '../../../domain/draws/decide-draw.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import { type PrizeTable, prizeFor, prizeTable } from '../../../domain/draws/prize-table.ts';
import { chancesLeft } from '../../../domain/draws/user-draw-info.ts';
import { memoizeByRef } from '../../shared/memoize-by-ref.ts';
import { Calendar } from './calendar.ts';

/** The account arrays hold numbers of two bytes; ten thousand visits of one user are also more than any plan. */
export const MOST_DRAWS_PER_USER = 10_000;

export const NOTHING = -1;
export const NO_CHANCE = -2;

/* Where what is in an account; days are numbered from 1, and wins follow, a number a prize. */
const DRAWN = 0;
const DRAWN_ON_LAST_DAY = 1;
const LAST_DAY = 2;
const WINS = 3;

const calendarOf = memoizeByRef(
  (activity: Activity<DrawDetails>) => new Calendar(activity.details.rules.timezone),
);

/** What a draw may win, with the number of the prize beside each candidate. */
type NumberedWishes = readonly { readonly prize: number; readonly candidate: Candidate }[];

/**
 * The books of an activity whose users are numbered: what the ledger keeps, in arrays. It asks the domain what
 * a draw may win and books what the ledgers would.
 *
 * What the domain answers for a prize without a release depends on nothing but whether the user may have more of
 * that prize and of the fallback. So those few answers are remembered: a run asks for millions.
 */
export class SimulatedBook {
  readonly table: PrizeTable;
  readonly prizeIds: readonly string[];
  /** How many of each prize have been awarded, in the order of the file's `prizes`. */
  readonly awarded: Uint32Array;
  readonly #activity: Activity<DrawDetails>;
  readonly #numberOf: ReadonlyMap<string, number>;
  readonly #blocked: ReadonlySet<number>;
  /** Account after account, so that one look at the memory brings all of it. */
  readonly #accounts: Uint16Array;
  readonly #accountSize: number;
  /** By prize: how many one user may have. */
  readonly #perUser: Float64Array;
  readonly #fallback: number;
  /** Four a drawn prize, none first; `undefined` until asked for. */
  readonly #remembered: (NumberedWishes | undefined)[] = [];
  /** Whether the answer changes with time, by the drawn prize, none first. */
  readonly #isTimed: readonly boolean[];
  #day = 1;
  #dayEndsAt = Number.NaN;

  constructor(activity: Activity<DrawDetails>, users: number, blocked: ReadonlySet<number>) {
    const { prizes, rules } = activity.details;
    this.#activity = activity;
    this.#blocked = blocked;
    this.table = prizeTable(activity.details);
    this.prizeIds = prizes.map(({ id }) => id);
    this.#numberOf = new Map(this.prizeIds.map((id, index) => [id, index]));
    this.awarded = new Uint32Array(this.prizeIds.length);
    this.#accountSize = WINS + this.prizeIds.length;
    this.#accounts = new Uint16Array(users * this.#accountSize);
    this.#perUser = Float64Array.from(this.prizeIds, (id) => rules.prizes[id]?.per_user ?? Infinity);
    this.#fallback = rules.fallback === null ? NOTHING : this.prizeIds.indexOf(rules.fallback);
    const isReleased = (id: string | null) => id !== null && rules.prizes[id]?.release !== undefined;
    this.#isTimed = [null, ...this.prizeIds].map((id) => isReleased(id) || isReleased(rules.fallback));
  }

  /** How many of a prize the user has. */
  has(user: number, prize: number): number {
    return this.#accounts[user * this.#accountSize + WINS + prize] as number;
  }

  drawsOf(user: number): number {
    return this.#accounts[user * this.#accountSize + DRAWN] as number;
  }

  /**
   * Books one draw. Draws must be booked in the order of their times.
   * @returns the number of the prize won, `NOTHING`, or `NO_CHANCE`, where nothing is booked
   */
  draw(user: number, ticket: bigint, now: number): number {
    const drawn = prizeFor(ticket, this.table);
    return this.bookDrawn(user, drawn === null ? NOTHING : (this.#numberOf.get(drawn) as number), now);
  }

  /** The same, for a ticket that falls on the prize of this number, or on `NOTHING`. */
  bookDrawn(user: number, drawn: number, now: number): number {
    if (!(now < this.#dayEndsAt)) this.#turnTo(now);
    const accounts = this.#accounts;
    const at = user * this.#accountSize;
    const drawnTotal = accounts[at + DRAWN] as number;
    const isSameDay = accounts[at + LAST_DAY] === this.#day;
    const drawnToday = isSameDay ? (accounts[at + DRAWN_ON_LAST_DAY] as number) : 0;
    if (chancesLeft(this.#activity.details.rules.chances, drawnToday, drawnTotal) === 0) return NO_CHANCE;
    accounts[at + DRAWN] = drawnTotal + 1;
    accounts[at + DRAWN_ON_LAST_DAY] = drawnToday + 1;
    accounts[at + LAST_DAY] = this.#day;
    if (this.#blocked.size > 0 && this.#blocked.has(user)) return NOTHING;
    for (const { prize, candidate } of this.#candidates(at, drawn, now)) {
      const awarded = this.awarded[prize] as number;
      if (!isAvailable(candidate, awarded)) continue;
      this.awarded[prize] = awarded + 1;
      accounts[at + WINS + prize] = (accounts[at + WINS + prize] as number) + 1;
      return prize;
    }
    return NOTHING;
  }

  #candidates(at: number, drawn: number, now: number): NumberedWishes {
    if (this.#isTimed[drawn + 1]) return this.#ask(at, drawn, now);
    const mayHave = this.#mayHaveMore(at, drawn) ? 2 : 0;
    const key = (drawn + 1) * 4 + mayHave + (this.#mayHaveMore(at, this.#fallback) ? 1 : 0);
    const known = this.#remembered[key];
    if (known) return known;
    const asked = this.#ask(at, drawn, now);
    this.#remembered[key] = asked;
    return asked;
  }

  #mayHaveMore(at: number, prize: number): boolean {
    return (
      prize !== NOTHING && (this.#accounts[at + WINS + prize] as number) < (this.#perUser[prize] as number)
    );
  }

  #ask(at: number, drawn: number, now: number): NumberedWishes {
    const numberOf = (prizeId: string) => this.#numberOf.get(prizeId) as number;
    const has = (prizeId: string) => this.#accounts[at + WINS + numberOf(prizeId)] as number;
    const drawnId = drawn === NOTHING ? null : (this.prizeIds[drawn] as string);
    return candidatesFor(this.#activity, drawnId, has, now).map((candidate) => ({
      prize: numberOf(candidate.prizeId),
      candidate,
    }));
  }

  #turnTo(now: number): void {
    const calendar = calendarOf(this.#activity);
    // The day of the first draw, and from there day by day, so that all runs ask for the same ones.
    if (Number.isNaN(this.#dayEndsAt)) this.#dayEndsAt = calendar.endOfDay(now);
    for (; now >= this.#dayEndsAt; this.#day++) this.#dayEndsAt = calendar.endOfDay(this.#dayEndsAt);
  }
}
