import { z } from 'zod';
import { isVisible } from '../shared/visible-text.ts';

/** A user whose token was verified. */
export interface User {
  readonly uid: string;
  readonly zoneId: string | null;
  /** Further fields of the passport: kept in the session, not sent to browsers. */
  readonly profile: Readonly<Record<string, unknown>>;
}

/*
 * The JSON parser rounds integers beyond 2^53, and a rounded id may be another user's. `z.int()` (safe integers only)
 * rejects them, so a passport with such ids must send texts.
 */
const identifier = z.union([z.string().refine(isUid), z.int()]).transform(String);

/**
 * Whether it can be the id of a user: 1 to 128 UTF-16 units. A text of SQLite ends at a NUL when it is read, so with one
 * the log would have a user who is another one.
 */
export function isUid(text: string): boolean {
  return text.length >= 1 && text.length <= 128 && !text.includes('\0');
}

/** Whether somebody may name this user in a file or an option: without control characters, which these have by mistake. */
export function isTypedUid(text: string): boolean {
  return isUid(text) && !/\p{Control}/u.test(text);
}

const userRecordSchema = z.looseObject({
  uid: identifier,
  // Some passports write "no zone" as an empty text.
  zone_id: z.union([identifier, z.literal('').transform(() => null)]).nullish(),
});

/** Reads the record of the passport and of the session cache, `{"uid", "zone_id", …}`; `null` if it is not valid. */
export function userOfRecord(record: unknown): User | null {
  const parsed = userRecordSchema.safeParse(record);
  if (!parsed.success) return null;
  const { uid, zone_id, ...profile } = parsed.data;
  return { uid, zoneId: zone_id ?? null, profile };
}

export function recordOfUser({ uid, zoneId, profile }: User): Record<string, unknown> {
  return { ...profile, uid, zone_id: zoneId };
}

/* A line of a table. */
const MOST_NAME_CHARACTERS = 64;

/**
 * The name that a login gives for a user, as it is kept and shown: in one line, without halves of characters and without marks
 * that turn the direction of text, and cut after 64 characters. `null`: nothing of it would be seen.
 */
export function shownName(given: string): string | null {
  const line = given.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, ' ').trim();
  const cut = [...line].slice(0, MOST_NAME_CHARACTERS).join('');
  return isVisible(cut) ? cut : null;
}

/** In the profile, under the name that it has in the session cache too. */
export const DISPLAY_NAME = 'display_name';

/** The name of a user that people see; `null`: none is known. */
export function displayNameOf({ profile }: User): string | null {
  const name = profile[DISPLAY_NAME];
  return typeof name === 'string' ? name : null;
}
