import type { Session } from '../../src/domain/visitors/session.ts';
import type { User } from '../../src/domain/visitors/user.ts';

/** A session of this user that does not end by itself and was verified before any end. */
export function sessionOf(user: User, facts: Partial<Omit<Session, 'user'>> = {}): Session {
  return { user, expiresAt: null, sid: null, endsSeen: 0, ...facts };
}
