import { createHmac } from 'node:crypto';

/** Bound to the session, by its token, which no page can read and nobody else has. Stored nowhere. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('console csrf').digest('base64url');
}
