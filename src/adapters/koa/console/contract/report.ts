import { z } from 'zod';

const money = z.string().describe('Yuan, such as `12.50`');
const at = z.string().describe('ISO 8601, UTC');

export const reportInput = z.object({ id: z.string() });

export const REPORT_FINDINGS = [
  /** `{count, share}`: wins whose form was never filled in, or that nobody fetched. */
  'wins_unclaimed',
  /** `{count}` */
  'deliveries_failed',
  /** `{prize, left, stock, value}`: what was not given out, and what it is worth. */
  'prize_left_over',
  /** `{prize, at}` */
  'prize_ran_out',
  /** `{at, draws}`: `at` is the minute. */
  'peak_minute',
  /** `{code, ret, count, share}`: of all answers. */
  'refusals',
  /** `{code, ret, count, share}`: faults of the service. */
  'faults',
  /** `{spent, low, high}`: the cost is outside the band of the forecast. */
  'cost_off_forecast',
  /** `{spent, budget, share}` */
  'budget_used',
  /** `{lag_seconds}` or `{log}`: the archive does not have all draws yet. */
  'archive_behind',
] as const;

const counts = { visits: z.number(), visitors: z.number(), draws: z.number(), wins: z.number() };

/** `GET /api/activities/:id/report`; also after the end, and when the users' accounts have been removed. */
export const reportOutput = z.object({
  at,
  activity: z.object({
    activity_id: z.string(),
    title: z.string(),
    phase: z.enum(['not_started', 'running', 'ended', 'paused', 'removed']),
    starts_at: at.nullable(),
    ends_at: at.nullable(),
    timezone: z.string(),
    release_no: z.number(),
  }),
  totals: z.object({
    ...counts,
    /** Users who have drawn: exact. */
    drawers: z.number(),
    claimed: z.number(),
    earned_chances: z.number(),
  }),
  /** Hours in which something happened. `local` is the hour in the time zone of the activity, such as `2026-11-11 20:00`. */
  hours: z.array(
    z.object({ at, local: z.string(), ...counts, drawers: z.number(), claimed: z.number(), spent: money }),
  ),
  /** By the zone of the user; `''`: without a login or without a zone. At most 200, the rest is `other`. */
  zones: z.array(z.object({ zone: z.string(), ...counts })),
  /** By the `from` of the address; `''`: without one; `invite`: a friend's invitation. Of draws: by what the page passed on. */
  channels: z.array(z.object({ channel: z.string(), ...counts })),
  prizes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      stock: z.number().nullable(),
      awarded: z.number(),
      left: z.number().nullable(),
      claimed: z.number(),
      failed: z.number(),
      value: money.nullable(),
      cost: money,
    }),
  ),
  cost: z.object({
    spent: money,
    budget: money.nullable(),
    /** Of the last simulation of the content that is live, over the whole activity. */
    forecast: z.object({ low: money, mid: money, high: money }).nullable(),
  }),
  findings: z.array(
    z.object({
      kind: z.enum(REPORT_FINDINGS),
      severity: z.enum(['critical', 'warning', 'info']),
      params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
    }),
  ),
});
export type Report = z.infer<typeof reportOutput>;

/** `GET /api/activities/:id/report.csv?part=`: UTF-8 with a byte order mark, lines end in CRLF; for Excel. */
export const reportCsvInput = reportInput.extend({
  part: z.enum(['hours', 'zones', 'channels', 'prizes']),
  /** Of the headings. */
  lang: z.enum(['zh', 'en']).default('zh'),
});
