import { z } from 'zod';

/** Of what needs a person. Each kind has the params that its sentence needs. */
export const NEEDS = [
  /** `{failed}` deliveries of the activity are given up. */
  'deliveries_failed',
  /** `{spent, budget}` in yuan, `{share}` from 0 to 1. */
  'budget_near',
  /** `{prize, left, run_out_at}`: before the activity ends. */
  'stock_runs_out',
  /** `{prize, left}`: the pool of codes, likewise. */
  'codes_run_out',
  /** `{file, code, path}`: the file in the folder is not valid, and the last good release is served. */
  'broken_file',
  /** `{lag_seconds}`: draws are not in the record store yet. */
  'relay_late',
  /** `{log, reason}`: the archive of this activity has stopped. */
  'archive_halted',
  /** `{endpoint, reason}`: nothing is sent to it until it is started. */
  'endpoint_stopped',
  /** `{due_at, reason, detail}`: a rule cancelled it. */
  'schedule_cancelled',
  /** `{file, code, path}`: the file in the folder waits for the approval of another person. */
  'approval_wanted',
  /** `{by}`: the draft of another person waits for an approval; for those who may give it. */
  'draft_unapproved',
  /** `{by}`: another person than its author has approved the draft; for those who may publish it. */
  'draft_approved',
] as const;
export const needKind = z.enum(NEEDS);
export type NeedKind = z.infer<typeof needKind>;

/** The one thing to do; `to` is an address of the console. */
export const needAction = z.object({
  kind: z.enum([
    'open_deliveries',
    'raise_budget',
    'restock',
    'import_codes',
    'open_editor',
    'open_release',
    'open_live',
    'review',
    'read_docs',
  ]),
  to: z.string(),
});

/** `critical`: visitors or winners feel it now. */
export const severity = z.enum(['critical', 'warning', 'info']);

export const need = z.object({
  kind: needKind,
  severity,
  /** `null`: it concerns the whole installation. */
  activity_id: z.string().nullable(),
  title: z.string().nullable(),
  /** Milliseconds do not occur: times are ISO 8601, money is yuan. */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  action: needAction,
});
export type Need = z.infer<typeof need>;

export const homeCard = z.object({
  activity_id: z.string(),
  title: z.string(),
  dispatch: z.string(),
  stage: z.string().nullable(),
  phase: z.enum(['not_started', 'running', 'ended', 'paused']),
  starts_at: z.string().nullable(),
  ends_at: z.string().nullable(),
  /** The name of a picture of the activity; `null` without one. */
  image: z.string().nullable(),
  release_no: z.number(),
  /** Of the last 24 hours. */
  visits_day: z.number(),
  draws_day: z.number(),
  wins_day: z.number(),
  /** Of each of the last 24 hours, the oldest first: for a small line. */
  draws_by_hour: z.array(z.number()),
});
export type HomeCard = z.infer<typeof homeCard>;

/** `GET /api/home` */
export const homeInput = z.object({});
export const homeOutput = z.object({
  at: z.string(),
  /** At most 24 of each; `counts` has all. The busiest come first among those that run, else the nearest. */
  running: z.array(homeCard),
  /** They start within 48 hours. */
  soon: z.array(homeCard),
  /** They end within 48 hours; they are in `running` too. */
  ending: z.array(homeCard),
  /** At most 100, the most severe first; `counts.attention` has all that were found. */
  attention: z.array(need),
  counts: z.object({
    running: z.number(),
    soon: z.number(),
    ending: z.number(),
    paused: z.number(),
    ended: z.number(),
    all: z.number(),
    attention: z.number(),
  }),
  /** What could not be asked, such as `ledger`; what depends on it is missing from `attention`. */
  away: z.array(z.enum(['ledger', 'records'])),
});
export type Home = z.infer<typeof homeOutput>;
