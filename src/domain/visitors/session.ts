import type { User } from './user.ts';

/** A user whose token was verified, and how long that may be believed without verifying it again. */
export interface Session {
  readonly user: User;
  /** When the token ends, in milliseconds since the epoch; `null`: that is not known. */
  readonly expiresAt: number | null;
  /** The session at the identity provider, which a logout there names; `null`: it has no name. */
  readonly sid: string | null;
  /** The number of the latest end of a session that was known when the token was verified; 0 or below: none was. */
  readonly endsSeen: number;
}
