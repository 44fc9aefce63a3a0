import { z } from 'zod';
import { MOST_USERS } from '../../../../domain/releases/audience.ts';
import { isTypedUid } from '../../../../domain/visitors/user.ts';
import { activityId, ofActivity } from './parameters.ts';
import { findingSchema } from './words.ts';

export const PHASES = ['draft', 'not_started', 'running', 'ended', 'paused', 'removed'] as const;

export const TEMPLATES = ['shake', 'wheel', 'grid', 'scratch', 'egg', 'sku'] as const;

export const audienceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('percent'),
    percent: z
      .number()
      .min(0.01)
      .max(100)
      .refine((percent) => Number(percent.toFixed(2)) === percent, 'at most two decimals'),
  }),
  z.object({
    kind: z.literal('users'),
    uids: z.array(z.string().refine(isTypedUid, 'no id of a user')).min(1).max(MOST_USERS),
  }),
  z.object({
    kind: z.literal('zones'),
    zones: z
      .array(z.string().regex(/^[^\p{Control}]{1,64}$/u))
      .min(1)
      .max(1000),
  }),
]);

/** An audience as it is shown: of users, only how many. */
export const shownAudienceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percent'), percent: z.number() }),
  z.object({ kind: z.literal('users'), count: z.number() }),
  z.object({ kind: z.literal('zones'), zones: z.array(z.string()) }),
]);

export const activityRowSchema = z.object({
  activity_id: z.string(),
  title: z.string(),
  dispatch: z.string(),
  /** How the draw looks, such as `wheel`; `null` where nothing is drawn. */
  stage: z.string().nullable(),
  phase: z.enum(PHASES),
  starts_at: z.string().nullable(),
  ends_at: z.string().nullable(),
  timezone: z.string(),
  /** What everyone has; `null`: nothing. */
  release: z.object({ no: z.number(), at: z.string(), author: z.string(), content: z.string() }).nullable(),
  candidate: z.object({ no: z.number(), audience: shownAudienceSchema }).nullable(),
  managed_by: z.enum(['files', 'console']),
  draft: z
    .object({
      version: z.number(),
      by: z.string(),
      at: z.string(),
      /** Whether it is not what everyone has. */
      differs: z.boolean(),
      base_no: z.number(),
    })
    .nullable(),
  /** Where its picture is. */
  image: z.string().nullable(),
  /** Whether its file in the folder is broken. */
  problem: z.boolean(),
});

export const activitiesInput = z.object({
  search: z.string().max(200).optional(),
  phase: z.enum(PHASES).optional(),
  dispatch: z.string().max(64).optional(),
  cursor: z.string().max(64).optional(),
});

export const activitiesSchema = z.object({
  activities: z.array(activityRowSchema),
  next: z.string().nullable(),
});

export const scheduledSchema = z.object({
  id: z.string(),
  due_at: z.string(),
  hash: z.string(),
  content: z.string(),
  beside_no: z.number(),
  author: z.string(),
  note: z.string(),
});

export const cancelledSchema = scheduledSchema.omit({ content: true }).extend({
  at: z.string(),
  /** Such as `operator`, `unexpected`, `invalid`, `not_approved`. */
  reason: z.string(),
  detail: z.string().nullable(),
});

export const activitySchema = activityRowSchema.extend({
  scheduled: z.array(scheduledSchema),
  cancelled: z.array(cancelledSchema),
  /** Who has approved what everyone has, and the draft. */
  approvals: z.object({ release: z.array(z.string()), draft: z.array(z.string()) }),
  /** Of the file in its folder, which cannot be published as it is. */
  findings: z.array(findingSchema),
  has_folder: z.boolean(),
  requires_approval: z.boolean(),
  prizes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** `null`: as many as are won. */
      stock: z.number().nullable(),
      odds: z.string(),
      value: z.string().nullable(),
    }),
  ),
});

export const templatesSchema = z.array(
  z.object({ template: z.enum(TEMPLATES), dispatch: z.string(), stage: z.string().nullable() }),
);

export const createInput = z.object({
  activity_id: activityId,
  template: z.enum(TEMPLATES),
  title: z.string().trim().min(1).max(100),
});

export const duplicateInput = ofActivity.extend({
  to: activityId,
  title: z.string().trim().min(1).max(100).optional(),
});

export const kindInput = z.object({ dispatch: z.string().max(64) });

export const kindSchema = z.object({
  /** JSON Schema (draft 7) of the text. */
  schema: z.record(z.string(), z.unknown()),
  fields: z.array(
    z.object({
      /** Keys from the top; `*` stands for any key, `[]` for any entry of a list. */
      path: z.array(z.string()),
      en: z.string(),
      zh: z.string(),
      example: z.unknown().optional(),
      choices: z.array(z.unknown()).optional(),
    }),
  ),
});

export type ActivityRow = z.infer<typeof activityRowSchema>;
export type ActivityJson = z.infer<typeof activitySchema>;
export type ScheduledJson = z.infer<typeof scheduledSchema>;
export type CancelledJson = z.infer<typeof cancelledSchema>;
export type TemplateJson = z.infer<typeof templatesSchema>[number];
export type KindJson = z.infer<typeof kindSchema>;
export type AudienceJson = z.infer<typeof audienceSchema>;
export type ShownAudience = z.infer<typeof shownAudienceSchema>;
export type ActivityPhase = (typeof PHASES)[number];
