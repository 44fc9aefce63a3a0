import type { Activity } from '../../domain/activity.ts';
import { decideWishes, grantedOf, type Standing } from '../../domain/draw.ts';
import { localDay } from '../../domain/local-time.ts';
import { type PrizeTable, prizeTable } from '../../domain/prize-table.ts';
import type { ShakeDetails } from '../../domain/shake.ts';

/** The account arrays hold bytes, so that two million users fit beside one another. */
export const MOST_DRAWS_PER_USER = 255;

export const NOTHING = -1;
export const NO_CHANCE = -2;

/* Days begin at whole quarters of an hour, whatever the time zone (see `local-time.ts`). */
const QUARTER_MS = 15 * 60_000;

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
  readonly #drawn: Uint8Array;
  readonly #lastDay: Uint16Array;
  readonly #drawnOnLastDay: Uint8Array;
  readonly #has: Uint8Array;
  #user = 0;
  #day = 0;
  #dayName = '';
  #quarter = Number.NaN;
  readonly #standing: Standing;
  readonly #awardedOf = (prizeId: string) => this.awarded[this.#numberOf.get(prizeId) as number] as number;

  constructor(activity: Activity<ShakeDetails>, users: number, blocked: ReadonlySet<number>) {
    this.#activity = activity;
    this.#blocked = blocked;
    this.table = prizeTable(activity.details);
    this.prizeIds = activity.details.prizes.map(({ id }) => id);
    this.#numberOf = new Map(this.prizeIds.map((id, index) => [id, index]));
    this.awarded = new Uint32Array(this.prizeIds.length);
    this.#drawn = new Uint8Array(users);
    this.#lastDay = new Uint16Array(users);
    this.#drawnOnLastDay = new Uint8Array(users);
    this.#has = new Uint8Array(users * this.prizeIds.length);
    const book = this;
    // One for all draws: it always tells of the user whose draw is being decided.
    this.#standing = {
      get drawnToday() {
        return book.#drawnToday();
      },
      get drawnTotal() {
        return book.#drawn[book.#user] as number;
      },
      get blocked() {
        return book.#blocked.has(book.#user);
      },
      has: (prizeId) => book.has(book.#user, book.#numberOf.get(prizeId) as number),
    };
  }

  /** How many of a prize the user has. */
  has(user: number, prize: number): number {
    return this.#has[user * this.prizeIds.length + prize] as number;
  }

  drawsOf(user: number): number {
    return this.#drawn[user] as number;
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
    const drawnToday = this.#drawnToday() + 1;
    this.#drawn[user] = (this.#drawn[user] as number) + 1;
    this.#lastDay[user] = this.#day;
    this.#drawnOnLastDay[user] = drawnToday;
    const prizeId = grantedOf(wishes, this.#awardedOf);
    if (prizeId === null) return NOTHING;
    const prize = this.#numberOf.get(prizeId) as number;
    this.awarded[prize] = (this.awarded[prize] as number) + 1;
    this.#has[user * this.prizeIds.length + prize] = this.has(user, prize) + 1;
    return prize;
  }

  #drawnToday(): number {
    return this.#lastDay[this.#user] === this.#day ? (this.#drawnOnLastDay[this.#user] as number) : 0;
  }

  #turnTo(now: number): void {
    const quarter = Math.floor(now / QUARTER_MS);
    if (quarter === this.#quarter) return;
    this.#quarter = quarter;
    const name = localDay(now, this.#activity.details.rules.timezone);
    if (name !== this.#dayName) this.#day++;
    this.#dayName = name;
  }
}
