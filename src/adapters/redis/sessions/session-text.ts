import { z } from 'zod';
import type { Session } from '../../../domain/visitors/session.ts';
import { recordOfUser, userOfRecord } from '../../../domain/visitors/user.ts';

/* Beside the fields of the user: other programs read those, and sessions of earlier versions have only those. */
const FACTS = 'cms_session';

const factsSchema = z.object({
  ends_seen: z.int(),
  expires_at: z.number().nullable(),
  sid: z.string().nullable(),
});

export function sessionText({ user, expiresAt, sid, endsSeen }: Session): string {
  const isPlain = endsSeen === 0 && expiresAt === null && sid === null;
  const facts: z.infer<typeof factsSchema> = { ends_seen: endsSeen, expires_at: expiresAt, sid };
  // Without facts `undefined`, which JSON leaves out: a field of this name in the profile must not be read as ours.
  return JSON.stringify({ ...recordOfUser(user), [FACTS]: isPlain ? undefined : facts });
}

/**
 * A value that is not a session (an older format, another program's key) counts as missing, and the passport is called.
 * One without the facts is of an earlier version, or there is nothing to say. One whose `cms_session` is not ours counts as
 * missing, too.
 */
export function readSession(text: string): Session | undefined {
  try {
    const { [FACTS]: facts, ...record } = JSON.parse(text);
    const user = userOfRecord(record);
    if (!user) return undefined;
    if (facts === undefined) return { user, expiresAt: null, sid: null, endsSeen: 0 };
    const { ends_seen, expires_at, sid } = factsSchema.parse(facts);
    return { user, expiresAt: expires_at, sid, endsSeen: ends_seen };
  } catch {
    return undefined;
  }
}
