import type { Resolution, Sessions } from '../admission/sessions.ts';

/** What takes every token for that of this user: an operator has named the user, and no passport is asked. */
export function trustedUser(uid: string, zoneId: string | null): Pick<Sessions, 'resolve'> {
  const result: Resolution = { kind: 'user', user: { uid, zoneId, profile: {} } };
  return { resolve: async () => result };
}
