import { DISPLAY_NAME, shownName, type User, userOfRecord } from '../../domain/visitors/user.ts';

/** Which claims say who a user is; each by its name, or a member of one: `user.id`. */
export interface IdentityClaims {
  readonly uid: string;
  /** `null`: users have no zone. */
  readonly zone: string | null;
  /** Of the name that people see; `null`: none. */
  readonly name: string | null;
}

type Claims = Readonly<Record<string, unknown>>;

/** What is kept of the claims beside uid and zone: `all` of them, or the `name` alone. */
export type KeptClaims = 'all' | 'name';

/**
 * Whom the claims describe; `null` if they do not by the rules of `userOfRecord`. With `all`, the further claims are the
 * profile, as other programs read them in the session cache. With `name`, the profile has `display_name` at most: claims of
 * a token are up to 3 KB that nothing here reads, in a memory that then holds a sixth of the sessions.
 */
export function userOfClaims(record: unknown, claims: IdentityClaims, kept: KeptClaims): User | null {
  if (!isRecord(record)) return null;
  const given = claims.name === null ? undefined : claimOf(record, claims.name);
  const name = typeof given === 'string' ? shownName(given) : null;
  return userOfRecord({
    ...(kept === 'all' && record),
    ...(name !== null && { [DISPLAY_NAME]: name }),
    uid: claimOf(record, claims.uid),
    zone_id: claims.zone === null ? null : claimOf(record, claims.zone),
  });
}

/** A claim by its name, or a member of one: `realm_access.roles`. `undefined`: there is none. */
export function claimOf(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path.split('.').reduce<unknown>((value, name) => memberOf(value, name), claims);
}

/* Its own: `constructor` is no claim. */
function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function isRecord(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
