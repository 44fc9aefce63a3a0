import { z } from 'zod';

/** Someone the passport has vouched for. */
export interface User {
  readonly uid: string;
  readonly zoneId: string | null;
  /** The passport's further fields: kept in the session, never sent to a browser. */
  readonly profile: Readonly<Record<string, unknown>>;
}

/*
 * An integer beyond 2^53 was already rounded by the JSON parser and may now be somebody else's id,
 * so `z.int()` (safe integers only) refuses it: such a passport has to send a text.
 */
const identifier = z.union([z.string().min(1).max(128), z.int()]).transform(String);

const userRecordSchema = z.looseObject({
  uid: identifier,
  // Some passports write "no zone" as an empty text.
  zone_id: z.union([identifier, z.literal('').transform(() => null)]).nullish(),
});

/** The user as the passport and the session cache write one: `{"uid", "zone_id", …}`. `null` if it is none. */
export function userOfRecord(record: unknown): User | null {
  const parsed = userRecordSchema.safeParse(record);
  if (!parsed.success) return null;
  const { uid, zone_id, ...profile } = parsed.data;
  return { uid, zoneId: zone_id ?? null, profile };
}

export function recordOfUser({ uid, zoneId, profile }: User): Record<string, unknown> {
  return { ...profile, uid, zone_id: zoneId };
}
