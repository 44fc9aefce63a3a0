import type { User } from '../../domain/visitors/user.ts';

/* What an entry costs besides the profile: key, object, list links. */
const OVERHEAD_BYTES = 400;

/** About how many bytes a session takes in memory: the passport decides how much profile a user carries. */
export function sessionWeight({ profile }: User): number {
  return OVERHEAD_BYTES + 2 * JSON.stringify(profile).length;
}
