import type { Session } from '../../domain/visitors/session.ts';

/* The memory of an entry without its profile: key, object, list links. */
const OVERHEAD_BYTES = 450;

/** The approximate number of bytes of a session in memory. The size of the profile is up to the passport. */
export function sessionWeight({ user }: Session): number {
  return OVERHEAD_BYTES + 2 * JSON.stringify(user.profile).length;
}
