import type { Activity } from '../../domain/activity.ts';
import { decideWishes, grantedOf, type Standing } from '../../domain/draw.ts';
import { type PrizeTable, prizeTable } from '../../domain/prize-table.ts';
import type { ShakeDetails } from '../../domain/shake.ts';
import { oncePer } from '../once-per.ts';
import { Calendar } from './calendar.ts';

/** The account arrays hold bytes, so that two million users fit beside one another. */
export const MOST_DRAWS_PER_USER = 255;

export const NOTHING = -1;
export const NO_CHANCE = -2;

/* Where what is in an account; the day is a number of two bytes, from 1, and wins follow, a byte a prize. */
const DRAWN = 0;
const DRAWN_ON_LAST_DAY = 1;
const LAST_DAY = 2;
const WINS = 4;

const calendarOf = oncePer(
  (activity: Activity<ShakeDetails>) => new Calendar(activity.details.rules.timezone),
);

/**
 * The books of an activity whose users are numbered: what the ledger keeps, in arrays. It asks the domain what
 * a draw may win and books what the ledgers would.
 */
export class SimulatedBook {
  readonly table: PrizeTable;
  readonly prizeIds: readonly string[];
  /** How many of each prize have been awarded, in the order of the file's `prizes`. */
  readonly awarded: Uint32Array;
  readonly #activity: Activity<ShakeDetails>;
  readonly #numberOf: ReadonlyMap<string, number>;
  readonly #blocked: ReadonlySet<number>;
  /** Account after account, so that one look at the memory brings all of it. */
  readonly #accounts: Uint8Array;
  readonly #accountSize: number;
  #user = 0;
  #day = 1;
  #dayEndsAt = Number.NaN;
  readonly #standing: Standing;
  readonly #awardedOf = (prizeId: string) => this.awarded[this.#numberOf.get(prizeId) as number] as number;

  constructor(activity: Activity<ShakeDetails>, users: number, blocked: ReadonlySet<number>) {
    this.#activity = activity;
    this.#blocked = blocked;
    this.table = prizeTable(activity.details);
    this.prizeIds = activity.details.prizes.map(({ id }) => id);
    this.#numberOf = new Map(this.prizeIds.map((id, index) => [id, index]));
    this.awarded = new Uint32Array(this.prizeIds.length);
    this.#accountSize = WINS + this.prizeIds.length;
    this.#accounts = new Uint8Array(users * this.#accountSize);
    const book = this;
    // One for all draws: it always tells of the user whose draw is being decided.
    this.#standing = {
      get drawnToday() {
        return book.#drawnToday();
      },
      get drawnTotal() {
        return book.drawsOf(book.#user);
      },
      get blocked() {
        return book.#blocked.has(book.#user);
      },
      has: (prizeId) => book.has(book.#user, book.#numberOf.get(prizeId) as number),
    };
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
    this.#user = user;
    this.#turnTo(now);
    const wishes = decideWishes(this.#activity, this.table, this.#standing, ticket, now);
    if (!wishes) return NO_CHANCE;
    const [accounts, at] = [this.#accounts, user * this.#accountSize];
    accounts[at + DRAWN_ON_LAST_DAY] = this.#drawnToday() + 1;
    accounts[at + DRAWN] = this.drawsOf(user) + 1;
    accounts[at + LAST_DAY] = this.#day & 0xff;
    accounts[at + LAST_DAY + 1] = this.#day >> 8;
    const prizeId = grantedOf(wishes, this.#awardedOf);
    if (prizeId === null) return NOTHING;
    const prize = this.#numberOf.get(prizeId) as number;
    this.awarded[prize] = (this.awarded[prize] as number) + 1;
    accounts[at + WINS + prize] = this.has(user, prize) + 1;
    return prize;
  }

  #drawnToday(): number {
    const [accounts, at] = [this.#accounts, this.#user * this.#accountSize];
    const lastDay = (accounts[at + LAST_DAY] as number) | ((accounts[at + LAST_DAY + 1] as number) << 8);
    return lastDay === this.#day ? (accounts[at + DRAWN_ON_LAST_DAY] as number) : 0;
  }

  #turnTo(now: number): void {
    if (now < this.#dayEndsAt) return;
    const calendar = calendarOf(this.#activity);
    // The day of the first draw, and from there day by day, so that all runs ask for the same ones.
    if (Number.isNaN(this.#dayEndsAt)) this.#dayEndsAt = calendar.endOfDay(now);
    for (; now >= this.#dayEndsAt; this.#day++) this.#dayEndsAt = calendar.endOfDay(this.#dayEndsAt);
  }
}
