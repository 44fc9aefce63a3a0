import type { Activity } from '../../../domain/activities/activity.ts';
import { dailyLeft } from '../../../domain/draws/chances.ts';
import { type Candidate, candidatesFor, isAvailable } from '../../../domain/draws/decide-draw.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { Chances } from '../../../domain/draws/draw-rules.ts';
import { type PrizeTable, prizeFor, prizeTable } from '../../../domain/draws/prize-table.ts';
import { memoizeByRef } from '../../shared/memoize-by-ref.ts';
import { Calendar } from './calendar.ts';

/** The account arrays hold numbers of two bytes; ten thousand visits of one user are also more than any plan. */
export const MOST_DRAWS_PER_USER = 10_000;

export const NOTHING = -1;
export const NO_CHANCE = -2;

/* Where what is in an account; days are numbered from 1, and wins follow, a number a prize. */
const DRAWN = 0;
/** Of the last day's draws, those with daily chances. */
const DAILY_ON_LAST_DAY = 1;
const LAST_DAY = 2;
const WINS = 3;

const calendarOf = memoizeByRef(
  (activity: Activity<DrawDetails>) => new Calendar(activity.details.rules.timezone),
);

/** What a draw may win, with the number of its prize. */
interface NumberedCandidate {
  readonly prize: number;
  readonly candidate: Candidate;
}

/**
 * The books of an activity whose users are numbered: what the ledger keeps, in arrays. It asks the domain what
 * a draw may win and books what the ledgers would.
 *
 * What the domain answers for a prize without a release depends on nothing but whether the user may have more of
 * that prize, of the fallback and of the guaranteed prize, and whether that one is due. So those few answers are
 * remembered: a run asks for millions.
 */
export class SimulatedBook {
  readonly table: PrizeTable;
  readonly prizeIds: readonly string[];
  /** How many of each prize have been awarded, in the order of the file's `prizes`. */
  readonly awarded: Uint32Array;
  readonly #activity: Activity<DrawDetails>;
  readonly #chances: Chances;
  readonly #numberOf: ReadonlyMap<string, number>;
  readonly #blocked: ReadonlySet<number>;
  /** Account after account, so that one look at the memory brings all of it. */
  readonly #accounts: Uint16Array;
  readonly #accountSize: number;
  /** Behind the wins, where there is a guarantee: draws since the last prize of value. */
  readonly #streakAt: number;
  /** Behind that, where chances are earned: how many of them are used. */
  readonly #earnedUsedAt: number;
  /** By prize: how many one user may have. */
  readonly #perUser: Float64Array;
  /** By prize: after how many draws of a user it can be won. */
  readonly #unlockAfter: Float64Array;
  readonly #hasLocks: boolean;
  readonly #fallback: number;
  readonly #guaranteed: number;
  /** At which draw in a row without a prize of value it is due. */
  readonly #dueAfter: number;
  /** How many chances every user has earned, from the first visit on. */
  readonly #earned: number;
  readonly #money: { spent: number; readonly budget: number | null };
  readonly #stops = { count: 0, firstAt: Number.NaN };
  #earnedUsed = 0;
  /** Sixteen a drawn prize, none first; `undefined` until asked for. */
  readonly #remembered: (readonly NumberedCandidate[] | undefined)[] = [];
  /** Whether the answer changes with time, by the drawn prize, none first. */
  readonly #isTimed: readonly boolean[];
  #day = 1;
  #dayEndsAt = Number.NaN;

  /** @param earned how many chances every user has earned, at most `MOST_DRAWS_PER_USER` */
  constructor(activity: Activity<DrawDetails>, users: number, blocked: ReadonlySet<number>, earned = 0) {
    const { prizes, rules } = activity.details;
    this.#activity = activity;
    this.#chances = rules.chances;
    this.#blocked = blocked;
    this.table = prizeTable(activity.details);
    this.prizeIds = prizes.map(({ id }) => id);
    this.#numberOf = new Map(this.prizeIds.map((id, index) => [id, index]));
    this.awarded = new Uint32Array(this.prizeIds.length);
    this.#streakAt = WINS + this.prizeIds.length;
    this.#earnedUsedAt = this.#streakAt + (rules.guarantee === null ? 0 : 1);
    this.#accountSize = this.#earnedUsedAt + (earned === 0 ? 0 : 1);
    this.#accounts = new Uint16Array(users * this.#accountSize);
    this.#perUser = Float64Array.from(this.prizeIds, (id) => rules.prizes[id]?.per_user ?? Infinity);
    this.#unlockAfter = Float64Array.from(this.prizeIds, (id) => rules.prizes[id]?.unlock_after ?? 0);
    this.#hasLocks = this.#unlockAfter.some((draws) => draws > 0);
    const { fallback, guarantee } = rules;
    this.#fallback = fallback === null ? NOTHING : this.prizeIds.indexOf(fallback);
    this.#guaranteed = guarantee === null ? NOTHING : this.prizeIds.indexOf(guarantee.prize);
    this.#dueAfter = guarantee?.after ?? Number.POSITIVE_INFINITY;
    this.#earned = earned;
    this.#money = { spent: 0, budget: this.table.budget };
    const isReleased = (id: string | null) => id !== null && rules.prizes[id]?.release !== undefined;
    const isAlwaysTimed = isReleased(fallback) || isReleased(guarantee?.prize ?? null);
    this.#isTimed = [null, ...this.prizeIds].map((id) => isAlwaysTimed || isReleased(id));
  }

  /** What all awards cost, in whole cents. */
  get spent(): number {
    return this.#money.spent;
  }

  /** How many draws found no room in the budget for a prize that was there. */
  get budgetStops(): number {
    return this.#stops.count;
  }

  /** When the first of them was, in milliseconds since the epoch; NaN where there was none. */
  get budgetBoundAt(): number {
    return this.#stops.firstAt;
  }

  /** How many draws spent an earned chance. */
  get earnedUsed(): number {
    return this.#earnedUsed;
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
    const dailyToday = isSameDay ? (accounts[at + DAILY_ON_LAST_DAY] as number) : 0;
    const earnedUsed = this.#earned === 0 ? 0 : (accounts[at + this.#earnedUsedAt] as number);
    const daily = dailyLeft(this.#chances, dailyToday, drawnTotal - earnedUsed);
    if (daily === 0) {
      if (earnedUsed === this.#earned) return NO_CHANCE;
      accounts[at + this.#earnedUsedAt] = earnedUsed + 1;
      this.#earnedUsed++;
    }
    accounts[at + DRAWN] = drawnTotal + 1;
    accounts[at + DAILY_ON_LAST_DAY] = daily === 0 ? dailyToday : dailyToday + 1;
    accounts[at + LAST_DAY] = this.#day;
    if (this.#blocked.size > 0 && this.#blocked.has(user)) return NOTHING;
    return this.#award(at, drawn, now);
  }

  #award(at: number, drawn: number, now: number): number {
    const accounts = this.#accounts;
    const candidates = this.#candidates(at, drawn, now);
    let isStopped = false;
    let won = NOTHING;
    let endsStreak = false;
    for (let index = 0; index < candidates.length; index++) {
      const { prize, candidate } = candidates[index] as NumberedCandidate;
      const awarded = this.awarded[prize] as number;
      if (isAvailable(candidate, awarded, this.#money)) {
        this.awarded[prize] = awarded + 1;
        this.#money.spent += candidate.cost;
        accounts[at + WINS + prize] = (accounts[at + WINS + prize] as number) + 1;
        won = prize;
        endsStreak = candidate.endsStreak;
        break;
      }
      // There is some left of it, so it was the budget.
      if (candidate.limit === null || awarded < candidate.limit) isStopped = true;
    }
    if (isStopped) this.#noteStop(now);
    if (this.#guaranteed !== NOTHING) {
      accounts[at + this.#streakAt] = endsStreak ? 0 : (accounts[at + this.#streakAt] as number) + 1;
    }
    return won;
  }

  #noteStop(now: number): void {
    if (this.#stops.count++ === 0) this.#stops.firstAt = now;
  }

  #candidates(at: number, drawn: number, now: number): readonly NumberedCandidate[] {
    if (this.#isTimed[drawn + 1]) return this.#ask(at, drawn, now);
    let key = (drawn + 1) * 16;
    if (this.#mayHaveMore(at, drawn)) key += 1;
    if (this.#mayHaveMore(at, this.#fallback)) key += 2;
    if (
      this.#guaranteed !== NOTHING &&
      (this.#accounts[at + this.#streakAt] as number) + 1 >= this.#dueAfter
    ) {
      key += this.#mayHaveMore(at, this.#guaranteed) ? 12 : 4;
    }
    const known = this.#remembered[key];
    if (known) return known;
    const asked = this.#ask(at, drawn, now);
    this.#remembered[key] = asked;
    return asked;
  }

  #mayHaveMore(at: number, prize: number): boolean {
    return (
      prize !== NOTHING &&
      (this.#accounts[at + WINS + prize] as number) < (this.#perUser[prize] as number) &&
      // This draw is counted already.
      (!this.#hasLocks || (this.#accounts[at + DRAWN] as number) > (this.#unlockAfter[prize] as number))
    );
  }

  #ask(at: number, drawn: number, now: number): readonly NumberedCandidate[] {
    const accounts = this.#accounts;
    const numberOf = (prizeId: string) => this.#numberOf.get(prizeId) as number;
    const drawer = {
      // This draw is counted already.
      drawNo: (accounts[at + DRAWN] as number) - 1,
      streak: this.#guaranteed === NOTHING ? 0 : (accounts[at + this.#streakAt] as number),
      has: (prizeId: string) => accounts[at + WINS + numberOf(prizeId)] as number,
    };
    const drawnId = drawn === NOTHING ? null : (this.prizeIds[drawn] as string);
    return candidatesFor(this.#activity, this.table, drawnId, drawer, now).map((candidate) => ({
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
