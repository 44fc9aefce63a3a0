import { z } from 'zod';
import { isTypedUid, isUid } from '../../../../domain/visitors/user.ts';
import { hash, reason } from './parameters.ts';

/*
 * Refusals of these routes beside the common ones:
 * end: 400 `invalid`, field `uid`: not exactly one of `uid`, `token_digest`, `sid`.
 * unblock: 409 `refused`, `detail.reason` `fixed`: the user stands in BLOCKED_USERS, which the console does not change.
 * All: 503 `store_away` within 2 s.
 */

export const ACCESS_REASONS = ['fixed'] as const;

const at = z.string().describe('ISO 8601, UTC');

/* A store keeps no half of a character: another user would be blocked. */
const typedUid = z.string().refine((text) => isTypedUid(text) && !/\p{Surrogate}/u.test(text));

/** Of a session at the identity provider. */
const sid = z.string().regex(/^\P{C}{1,255}$/u);

/** `POST /api/sessions/end`: exactly one of the three. Repeated, it ends what was begun meanwhile too. */
export const endSessionsInput = z.object({
  /** All sessions of a user. */
  uid: typedUid.optional(),
  /** The session of one token: the SHA-256 of the token as 64 lower-case hex digits. */
  token_digest: hash.optional(),
  /** A session at the identity provider, by its name there. */
  sid: sid.optional(),
  reason: reason.optional(),
});

export const endedSessionsSchema = z.object({
  /** The number of the end, which grows from end to end. */
  no: z.number(),
  at,
});

export const blockedUserSchema = z.object({
  uid: z.string(),
  reason: z.string(),
  /** The name of the operator. */
  by: z.string(),
  at,
});

export const blockedUsersInput = z.object({
  /** The `next` of the page before. */
  cursor: z.string().max(1000).optional(),
  /** 1–200; absent: 50. */
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `GET /api/blocked-users`: those who were blocked last first. */
export const blockedUsersSchema = z.object({
  /** The uids in BLOCKED_USERS, on the first page: blocked as well, and not by the console. */
  fixed: z.array(z.string()),
  blocked: z.array(blockedUserSchema),
  /** `null`: this is the last page. */
  next: z.string().nullable(),
});

/** `POST /api/blocked-users/lookup`: one user. A POST, so that no proxy logs who was looked for. */
export const blockedLookupInput = z.object({ uid: z.string().refine(isUid) });

export const blockedLookupSchema = z.object({
  uid: z.string(),
  /** Whether the user stands in BLOCKED_USERS. */
  fixed: z.boolean(),
  /** `null`: no operator has blocked this user. */
  blocked: blockedUserSchema.nullable(),
});

/** `POST /api/blocked-users` and `/unblock`. Repeated, the user stays as they are, with the reason that came last. */
export const blockInput = z.object({ uid: typedUid, reason });

export const blockedSchema = z.object({
  /** Whether the user was not blocked before. */
  added: z.boolean(),
  user: blockedUserSchema,
});

export const unblockedSchema = z.object({
  /** Whether the user was blocked before. */
  removed: z.boolean(),
});

export type EndSessionsInput = z.infer<typeof endSessionsInput>;
export type EndedSessionsView = z.infer<typeof endedSessionsSchema>;
export type BlockedUserView = z.infer<typeof blockedUserSchema>;
export type BlockedUsersInput = z.infer<typeof blockedUsersInput>;
export type BlockedUsersView = z.infer<typeof blockedUsersSchema>;
export type BlockedLookupView = z.infer<typeof blockedLookupSchema>;
export type BlockInput = z.infer<typeof blockInput>;
export type BlockedView = z.infer<typeof blockedSchema>;
export type UnblockedView = z.infer<typeof unblockedSchema>;
