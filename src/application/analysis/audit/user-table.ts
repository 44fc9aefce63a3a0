import { hash53 } from './hash53.ts';

const FIRST_ROOM = 1024;

const INTEGERS = [
  'version',
  'drawNo',
  'lastDay',
  'drawnOnLastDay',
  'dailyOnLastDay',
  'earned',
  'earnedUsed',
  'streak',
  'signInsOnLastDay',
  'sharesOnLastDay',
  'invited',
  /** The number of the user whose invitation was followed, from 1; 0 for none. */
  'helped',
  /** The same of the user who earned a chance by this friend. */
  'helpPaid',
] as const;

export type UserColumn = (typeof INTEGERS)[number];

/**
 * What a replay knows of each user, in columns of 4 bytes: an object a user would take five times the memory. Users are
 * numbered from 0 in the order in which the log names them.
 */
export class UserTable {
  readonly uids: string[] = [];
  readonly columns = Object.fromEntries(INTEGERS.map((name) => [name, new Int32Array(FIRST_ROOM)])) as Record<
    UserColumn,
    Int32Array
  >;
  /** When an invitation was followed, in milliseconds since the epoch. */
  helpedAt = new Float64Array(FIRST_ROOM);
  /* A place holds a user's number and 1. */
  #places = new Int32Array(2 * FIRST_ROOM);
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The user's number; a new one if there was none. */
  numberOf(uid: string): number {
    let place = this.#placeOf(uid);
    const known = this.#places[place] as number;
    if (known > 0) return known - 1;
    const number = this.uids.length;
    if (number === this.helpedAt.length) {
      this.#grow();
      place = this.#placeOf(uid);
    }
    // A copy, since a uid cut from a line of the log keeps the whole line.
    this.uids.push(Buffer.from(uid).toString());
    this.#places[place] = number + 1;
    return number;
  }

  /** The user's number; -1 if there is none. */
  find(uid: string): number {
    return (this.#places[this.#placeOf(uid)] as number) - 1;
  }

  #placeOf(uid: string): number {
    const mask = this.#places.length - 1;
    let place = hash53(uid, this.#seed) % this.#places.length;
    for (;;) {
      const taken = this.#places[place] as number;
      if (taken === 0 || this.uids[taken - 1] === uid) return place;
      place = (place + 1) & mask;
    }
  }

  #grow(): void {
    const room = this.helpedAt.length * 2;
    for (const name of INTEGERS) {
      const grown = new Int32Array(room);
      grown.set(this.columns[name]);
      this.columns[name] = grown;
    }
    const times = new Float64Array(room);
    times.set(this.helpedAt);
    this.helpedAt = times;
    this.#places = new Int32Array(2 * room);
    for (const [number, uid] of this.uids.entries()) this.#places[this.#placeOf(uid)] = number + 1;
  }
}

const dayTexts = new Map<number, string>();

/** A day as `2026-11-11`, by its number `20261111`; `null` for 0. */
export function dayText(number: number): string | null {
  if (number === 0) return null;
  let text = dayTexts.get(number);
  if (text === undefined) {
    const digits = String(number);
    text = `${digits.slice(0, -4)}-${digits.slice(-4, -2)}-${digits.slice(-2)}`;
    dayTexts.set(number, text);
  }
  return text;
}

export function dayNumber(text: string): number {
  return Number(text.replaceAll('-', ''));
}
