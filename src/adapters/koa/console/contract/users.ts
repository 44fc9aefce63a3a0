import { z } from 'zod';
import { isTypedUid, isUid } from '../../../../domain/visitors/user.ts';
import { deliverySchema } from './deliveries.ts';
import { activityId, reason } from './parameters.ts';
import { wordsSchema } from './words.ts';

/*
 * Refusals of these routes beside the common ones:
 * form: 404 `not_found`, `detail.reason`: `no_win`, or `no_form` (not filled in, or erased); 409 `refused`,
 *   `detail.reason` `no_key`: the installation has no key that opens it. Nothing is shown that is not in the trail.
 * grants: 404 `not_found` (the activity was never published); 409 `refused`, `detail.reason`: `no_draws` (its kind has
 *   none), `removed`, `ended`.
 * All: 503 `store_away` within 2 s.
 */

const uid = z.string().refine(isUid);
const drawId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const at = z.string().describe('ISO 8601, UTC');
const money = z.string().describe('Yuan, such as `12.50`');

const ofUser = z.object({ activity_id: activityId, uid });

/** `POST /api/users/lookup`. A POST, so that no proxy logs who was looked for. */
export const lookupInput = ofUser.extend({
  /** The zone that the user would come from; absent or `null`: none. */
  zone: z.string().min(1).max(128).nullish(),
});

/** One check of a visit or a draw: what it is, whether it passed, and why, in both languages. */
export const checkSchema = wordsSchema.extend({
  /** Such as `window` or `prize`; `docs/commands.md` has them under `explain`. */
  check: z.string(),
  name: wordsSchema,
  ok: z.boolean(),
});

/** `served`, or why not, such as `zone_not_allowed`. */
const resultSchema = wordsSchema.extend({ code: z.string() });

export const explanationSchema = z.object({
  at: z.string().describe('ISO 8601, in the time zone of the activity'),
  /** The release that the user gets; `null`: none. */
  release_no: z.number().nullable(),
  /** `null`: no rollout is under way. */
  rollout: z
    .object({
      release_no: z.number().nullable(),
      candidate_no: z.number().nullable(),
      gets_candidate: z.boolean(),
      by: z.enum(['percent', 'users', 'zones']),
    })
    .nullable(),
  /** What opening the page comes to, and what a draw comes to. */
  visit: resultSchema,
  draw: resultSchema,
  checks: z.array(checkSchema),
});

export const earningSchema = z.object({
  at,
  /** `other`: a program of another version wrote it. */
  source: z.enum(['sign_in', 'share', 'invite', 'grant', 'other']),
  /** As the log has it, such as `sign_in:2026-11-11` or `grant:vip-2026`. */
  key: z.string(),
  /** What it was for, without its source: a day, a friend's uid, or the key of a grant. */
  detail: z.string(),
  chances: z.number(),
});

export const userDrawSchema = z.object({
  draw_no: z.number(),
  draw_id: z.string(),
  at,
  /** `null`: nothing was won. */
  prize_id: z.string().nullable(),
  prize_name: z.string().nullable(),
  seed_no: z.number(),
  rules_no: z.number(),
  /** The risk check denied it, so it won nothing. Users see this from the end of the activity on. */
  denied: z.boolean(),
});

export const userWinSchema = z.object({
  draw_id: z.string(),
  prize_id: z.string(),
  name: z.string(),
  image: z.string().nullable(),
  unit: z.number(),
  value: money.nullable(),
  won_at: at,
  /** `null`: so new that it has not reached the record store. */
  delivery: deliverySchema.nullable(),
});

/** The newest first. `next`: of the page with the older ones; `null`: there are none. */
const drawsPage = { draws: z.array(userDrawSchema), next: z.number().nullable() };
const winsPage = { wins: z.array(userWinSchema), next: z.string().nullable() };
const earningsPage = { earnings: z.array(earningSchema), next: z.string().nullable() };

export const lookupSchema = z.object({
  activity_id: z.string(),
  uid: z.string(),
  zone: z.string().nullable(),
  /** `null`: nothing of the activity is served. */
  activity: z
    .object({
      title: z.string(),
      dispatch: z.string(),
      timezone: z.string(),
      phase: z.enum(['not_started', 'running', 'ended']),
      paused: z.boolean(),
    })
    .nullable(),
  explanation: explanationSchema,
  /** `null`: nothing is drawn here. */
  chances: z
    .object({
      /** `null`: without a limit. */
      left: z.number().nullable(),
      daily_left: z.number().nullable(),
      earned_left: z.number(),
      earned_total: z.number(),
      drawn_today: z.number(),
      drawn_total: z.number(),
      /** Draws since the last prize of value. */
      streak: z.number(),
      /** Friends who came by this user's invitation, and who invited this user. */
      invited: z.number(),
      invited_by: z.string().nullable(),
      earned: z.array(earningSchema),
      earned_next: z.string().nullable(),
      /** Chances that were earned just now and are not in `earned` yet; `null`: not known, for there are further pages. */
      earned_unlisted: z.number().nullable(),
    })
    .nullable(),
  draws: z.array(userDrawSchema),
  draws_next: z.number().nullable(),
  /** Draws of the last moments that are not in the list yet. */
  draws_unlisted: z.number(),
  wins: z.array(userWinSchema),
  wins_next: z.string().nullable(),
  wins_total: z.number(),
  /** When the accounts of the activity were removed, long after its end: then chances and totals are those of nobody. */
  accounts_removed_at: at.nullable(),
});

/** `POST /api/users/draws`, `/wins`, `/earnings`: further pages. */
export const userDrawsInput = ofUser.extend({ before: z.number().int().min(1) });
export const userDrawsSchema = z.object(drawsPage);
export const userWinsInput = ofUser.extend({ before: z.string().max(200) });
export const userWinsSchema = z.object(winsPage);
export const userEarningsInput = ofUser.extend({ before: z.string().max(200) });
export const userEarningsSchema = z.object(earningsPage);

/** `POST /api/users/form`: what a winner has typed. The look is in the trail. */
export const formInput = z.object({ activity_id: activityId, draw_id: drawId, reason });
export const formSchema = z.object({
  activity_id: z.string(),
  draw_id: z.string(),
  uid: z.string(),
  fields: z.array(
    z.object({ field: z.enum(['name', 'phone', 'address', 'email', 'id_text']), value: z.string() }),
  ),
  received_at: at,
  changed_at: at,
});

export const MOST_GRANTED_USERS = 1000;
export const MOST_GRANTED_CHANCES = 100;

/** `POST /api/grants`: exactly one of `uid` and `uids`. The same key to the same user counts once. */
export const grantsInput = z.object({
  activity_id: activityId,
  uid: z.string().refine(isTypedUid).optional(),
  uids: z.array(z.string().refine(isTypedUid)).min(1).max(MOST_GRANTED_USERS).optional(),
  chances: z.number().int().min(1).max(MOST_GRANTED_CHANCES),
  key: z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/),
  reason,
});

export const grantsSchema = z.object({
  /** Users who got them now, and their chances together. */
  granted: z.number(),
  chances: z.number(),
  /** Users who had them under this key before. */
  known: z.number(),
  /** Of one user; `null` for several. `left`: `null` without a limit. */
  before: z.object({ left: z.number().nullable(), earned_left: z.number() }).nullable(),
  after: z.object({ left: z.number().nullable(), earned_left: z.number() }).nullable(),
});

export type LookupView = z.infer<typeof lookupSchema>;
export type ExplanationView = z.infer<typeof explanationSchema>;
export type EarningView = z.infer<typeof earningSchema>;
export type UserWinView = z.infer<typeof userWinSchema>;
export type UserDrawsView = z.infer<typeof userDrawsSchema>;
export type UserWinsView = z.infer<typeof userWinsSchema>;
export type UserEarningsView = z.infer<typeof userEarningsSchema>;
export type FormInput = z.infer<typeof formInput>;
export type FormView = z.infer<typeof formSchema>;
export type GrantsInput = z.infer<typeof grantsInput>;
export type GrantsView = z.infer<typeof grantsSchema>;
