/** Who gets a candidate: a share of all users, single users, or the users of some zones. */
export type Audience =
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'users'; readonly uids: readonly string[] }
  | { readonly kind: 'zones'; readonly zones: readonly string[] };

/* Shares are hundredths of a percent. */
const BUCKETS = 10_000;

/** The most users that one audience may name: the list is in the memory of each process. */
export const MOST_USERS = 10_000;

/**
 * The place of a user among all users of an activity, from 0 up to and without 100: with a share of P percent, those below
 * P get the candidate. A larger share has the users of a smaller one. It must never change: users would change sides.
 *
 * FNV-1a over the UTF-16 units of the activity's id, a line feed and the uid, then the finalizer of MurmurHash3.
 */
export function placeOf(uid: string, activityId: string): number {
  let hash = 0x811c9dc5;
  for (const text of [activityId, '\n', uid]) {
    for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (Math.floor(((hash >>> 0) / 0x1_0000_0000) * BUCKETS) * 100) / BUCKETS;
}

/** Answers quickly for one audience whether a user belongs to it. */
export function membersOf(
  audience: Audience,
  activityId: string,
): (user: { readonly uid: string; readonly zoneId: string | null }) => boolean {
  switch (audience.kind) {
    case 'percent':
      return ({ uid }) => placeOf(uid, activityId) < audience.percent;
    case 'users': {
      const uids = new Set(audience.uids);
      return ({ uid }) => uids.has(uid);
    }
    case 'zones': {
      const zones = new Set(audience.zones);
      return ({ zoneId }) => zoneId !== null && zones.has(zoneId);
    }
  }
}
