import { hash } from 'node:crypto';

/*
 * What is kept for each draw is written as short text: numbers in base 36, days as numbers, UUIDs as 22 characters.
 * Reading is by hand, because an audit reads 10,000,000 entries, and strict, because it must find damage.
 */

const DAY_MS = 86_400_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const PLAIN_ID = /^[\w-]+$/;

/* No plain id has it. */
const UUID_MARK = '.';
const PACKED_UUID_LENGTH = 23;

const DIGEST_CHARACTERS = 8;

export function pack(count: number): string {
  return count === 0 ? '' : count.toString(36);
}

/** Reads what `pack` wrote, between two positions. @throws Error if it is nothing of that kind */
export function unpack(text: string, from = 0, to = text.length): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) count = count * 36 + (code - 48);
    else if (code >= 97 && code <= 122) count = count * 36 + (code - 87);
    else throw malformed(text);
  }
  if (count > Number.MAX_SAFE_INTEGER) throw malformed(text);
  return count;
}

/** Reads a whole number as Lua and Redis write it, between two positions; nothing is 0. @throws Error otherwise */
export function readDecimal(text: string, from = 0, to = text.length): number {
  let count = 0;
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) throw malformed(text);
    count = count * 10 + (code - 48);
  }
  if (count > Number.MAX_SAFE_INTEGER) throw malformed(text);
  return count;
}

let packedDay = { day: '', text: '' };
let unpackedDay = { text: '', day: '' };

/** A local day, such as `2026-11-11`, as its number. Almost all days of one process are the same. */
export function packDay(day: string): string {
  if (packedDay.day !== day) {
    const at = Date.parse(`${day}T00:00:00Z`);
    if (!(at >= 0) || day.length !== 10) throw new RangeError(`not a day: ${day}`);
    packedDay = { day, text: (at / DAY_MS).toString(36) };
  }
  return packedDay.text;
}

/** @throws Error if the text is no day */
export function unpackDay(text: string): string {
  if (unpackedDay.text !== text) {
    const day = text === '' ? Number.NaN : unpack(text) * DAY_MS;
    if (!(day < 8.64e15)) throw malformed(text);
    unpackedDay = { text, day: new Date(day).toISOString().slice(0, 10) };
  }
  return unpackedDay.day;
}

/**
 * What an account finds the draw of a request id by: 48 bits of its SHA-256. Of the some 200 of one user two are the same
 * once in 10^10 users, and then the later request gets the draw of the earlier one, and uses no chance.
 */
export function digestOf(requestId: string): string {
  return hash('sha256', requestId, 'base64url').slice(0, DIGEST_CHARACTERS);
}

/** The id of a draw or of a request. */
export function packId(id: string): string {
  if (id.length === 36 && UUID.test(id)) {
    return UUID_MARK + Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
  }
  if (PLAIN_ID.test(id)) return id;
  throw new RangeError(`not an id: ${id}`);
}

/** @throws Error if the text is no id */
export function unpackId(text: string): string {
  if (!text.startsWith(UUID_MARK)) {
    if (text === '') throw malformed(text);
    return text;
  }
  const hex = Buffer.from(text.slice(1), 'base64url').toString('hex');
  if (hex.length !== 32 || text.length !== PACKED_UUID_LENGTH) throw malformed(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export function malformed(text: string): Error {
  return new Error(`not a record of draws: ${text.slice(0, 200)}`);
}
