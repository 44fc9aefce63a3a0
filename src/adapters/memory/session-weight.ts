import type { User } from '../../domain/visitors/user.ts';

/* The memory of an entry without its profile: key, object, list links. */
const OVERHEAD_BYTES = 400;

/** The approximate number of bytes of a session in memory. The size of the profile is up to the passport. */
export function sessionWeight({ profile }: User): number {
  return OVERHEAD_BYTES + 2 * JSON.stringify(profile).length;
}
