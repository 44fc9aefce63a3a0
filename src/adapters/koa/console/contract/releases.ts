import { z } from 'zod';
import { audienceSchema, cancelledSchema, scheduledSchema, shownAudienceSchema } from './activities.ts';
import { count, hash, instant, ofActivity, reason } from './parameters.ts';
import { simulationStateSchema } from './simulations.ts';
import { prizeSummarySchema, summarySchema } from './summary.ts';
import { findingSchema, noteSchema, wordsSchema } from './words.ts';

export const changeSchema = z.object({
  about: z.enum(['visitors', 'draws']),
  /** Dotted, with the id in place of an index. */
  field: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  /** As JSON; `null` where it was or is not there. */
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** What the field is, where that is known. */
  label: wordsSchema.nullable(),
  /** The change as a sentence. */
  zh: z.string(),
  en: z.string(),
});

export const diffSchema = z.object({
  changes: z.array(changeSchema),
  before: summarySchema,
  after: summarySchema,
  prizes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      before: prizeSummarySchema.nullable(),
      after: prizeSummarySchema.nullable(),
      /** `null` where that is not known. */
      won: z.number().nullable(),
      /** At the pace so far, in the time zone of the activity. */
      runs_out_at: z.string().nullable(),
    }),
  ),
  warnings: z.array(noteSchema),
});

/** A figure before and after, such as what all stock costs. */
export const costLineSchema = z.object({
  key: z.enum(['chance_to_win', 'cost', 'budget', 'left']),
  zh: z.string(),
  en: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export const reviewSchema = z.object({
  activity_id: z.string(),
  version: z.number(),
  hash: z.string(),
  content: z.string(),
  base_no: z.number(),
  /** What everyone has; to be sent back as `expect`. 0: nothing. */
  live_no: z.number(),
  next_no: z.number(),
  managed_by: z.enum(['files', 'console']),
  is_paused: z.boolean(),
  starts_paused: z.boolean(),
  candidate: z.object({ no: z.number(), audience: shownAudienceSchema }).nullable(),
  scheduled: z.array(scheduledSchema),
  findings: z.array(findingSchema),
  /** `null` where there is nothing to compare with, or the text has errors. */
  diff: diffSchema.nullable(),
  summary: summarySchema.nullable(),
  cost: z.array(costLineSchema),
  /** Such as that a rollout stays, or that the activity is paused. */
  notes: z.array(noteSchema),
  needs_approval: z.boolean(),
  approvals: z.array(z.string()),
  /** Whether the one who asks could publish it now. */
  may_publish: z.boolean(),
  /** Why not: `has_errors`, `not_approved`, `unchanged`, `folder_edited`, `forbidden`, `managed_elsewhere`. */
  blocked_by: z.array(z.string()),
  simulation: simulationStateSchema.nullable(),
});

export const publishInput = ofActivity.extend({
  version: z.number().int().min(0),
  content: hash,
  /** The release that the text was compared with; 0: none. */
  expect: z.number().int().min(0),
  reason,
  /** Publishes it then, not now. */
  at: instant.optional(),
  /** To these users alone, as a candidate. Not together with `at`. */
  audience: audienceSchema.optional(),
  /** With an audience: the candidate that was shown; 0, or left out: none. */
  candidate: z.number().int().min(0).optional(),
});

export const changedSchema = z.object({
  /** `unchanged`: it was so already. */
  outcome: z.enum(['published', 'scheduled', 'changed', 'unchanged']),
  /** The release that everyone has. */
  no: z.number(),
  /** The new release, or candidate; `null`: there is none. */
  new_no: z.number().nullable(),
  in_force_at: z.string().nullable(),
  /** What became of the folder's file. */
  folder: z.enum(['written', 'none', 'kept', 'failed']).nullable(),
  /** Such as that the folder could not be written. */
  warnings: z.array(noteSchema),
});

export const approveInput = ofActivity.extend({
  content: hash,
  /** Approves that restock, in place of the draft. */
  restock: z.object({ prize_id: z.string().min(1).max(64), stock: z.number().int().min(0) }).optional(),
});
export const approvedSchema = z.object({ approvals: z.array(z.string()) });

export const cancelScheduleSchema = z.object({
  cancelled: z.array(scheduledSchema),
  /** Those that were published already. */
  too_late: z.array(scheduledSchema),
});

export const reasonInput = ofActivity.extend({ reason });

export const rollbackInput = ofActivity.extend({
  no: z.number().int().min(1),
  expect: z.number().int().min(1),
  reason,
});

export const restockInput = ofActivity
  .extend({
    prize_id: z.string().min(1).max(64),
    /** How many there are in all. */
    stock: z.number().int().min(0).max(1_000_000_000).optional(),
    /** Or how many more. */
    add: z.number().int().min(1).max(1_000_000_000).optional(),
    expect: z.number().int().min(1),
    reason,
    /** Publishes although fewer would be in stock than are won. */
    force: z.boolean().optional(),
  })
  .refine(({ stock, add }) => (stock === undefined) !== (add === undefined), {
    message: 'either stock or add',
    path: ['stock'],
  });

export const restockReviewInput = ofActivity.extend({
  prize_id: z.string().min(1).max(64),
  stock: count.optional(),
  add: count.optional(),
});

/** What a restock would change; nothing is changed yet. */
export const restockReviewSchema = z.object({
  prize_id: z.string(),
  name: z.string(),
  live_no: z.number(),
  before: z.number(),
  after: z.number(),
  won: z.number().nullable(),
  hash: z.string(),
  content: z.string(),
  diff: diffSchema,
  findings: z.array(findingSchema),
  needs_approval: z.boolean(),
  approvals: z.array(z.string()),
});

export const rolloutInput = ofActivity.extend({
  action: z.enum(['widen', 'promote', 'abort']),
  /** Of `widen`. */
  audience: audienceSchema.optional(),
  /** The candidate that was shown. */
  candidate: z.number().int().min(1),
  reason,
});

export const historyInput = ofActivity.extend({
  /** Only changes before this version. */
  before: count.optional(),
});

export const historySchema = z.object({
  changes: z.array(
    z.object({
      version: z.number(),
      action: z.string(),
      at: z.string(),
      in_force_at: z.string(),
      author: z.string(),
      note: z.string(),
      /** What everyone had from then on; 0: nothing. */
      no: z.number(),
      candidate: z.object({ no: z.number(), audience: shownAudienceSchema }).nullable(),
      is_paused: z.boolean(),
      /** Of what everyone had from then on. */
      hash: z.string(),
      /** Who has approved what the change brought. */
      approvers: z.array(z.string()),
      /** Whether everyone has this release now. */
      is_live: z.boolean(),
    }),
  ),
  /** To be sent as `before`; `null`: that was all. */
  next: z.number().nullable(),
  scheduled: z.array(scheduledSchema),
  cancelled: z.array(cancelledSchema),
});

export const releaseInput = ofActivity.extend({ no: z.coerce.number().int().min(1) });

export const releaseSchema = z.object({
  activity_id: z.string(),
  no: z.number(),
  at: z.string(),
  author: z.string(),
  note: z.string(),
  hash: z.string(),
  content: z.string(),
  pictures: z.array(z.string()),
  text: z.string(),
  approvers: z.array(z.string()),
  live_no: z.number(),
  /** What a rollback to it would change; `null` where one of the two cannot be read, or nothing is served. */
  diff: diffSchema.nullable(),
  /** Whether this program can publish it again. */
  is_readable: z.boolean(),
});

export type ChangeJson = z.infer<typeof changeSchema>;
export type DiffJson = z.infer<typeof diffSchema>;
export type CostLineJson = z.infer<typeof costLineSchema>;
export type ReviewJson = z.infer<typeof reviewSchema>;
export type ChangedJson = z.infer<typeof changedSchema>;
export type HistoryJson = z.infer<typeof historySchema>;
export type ReleaseJson = z.infer<typeof releaseSchema>;
export type RestockReviewJson = z.infer<typeof restockReviewSchema>;
