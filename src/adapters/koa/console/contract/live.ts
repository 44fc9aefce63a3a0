import { z } from 'zod';

const money = z.string().describe('Yuan, such as `12.50`');
const at = z.string().describe('ISO 8601, UTC');

export const activityInput = z.object({ id: z.string() });

export const livePrize = z.object({
  id: z.string(),
  name: z.string(),
  /** As many as there are codes, where it is a prize of codes; `null` without a limit. */
  stock: z.number().nullable(),
  awarded: z.number(),
  left: z.number().nullable(),
  value: money.nullable(),
  /** Awards a minute over the last ten minutes, or since the start of the activity. */
  per_minute: z.number(),
  /** When none will be left at that pace; `null`: it lasts to the end, or there is no pace. Now where none is left. */
  run_out_at: at.nullable(),
});

/** What visitors were refused, or failed, by the code of the answer (`ret` is in docs/api.md). */
export const liveError = z.object({
  code: z.string(),
  ret: z.number(),
  fault: z.boolean(),
  last_minute: z.number(),
  last_hour: z.number(),
});

/** The data of the server-sent event `state`, about once a second. `id` grows with each. */
export const liveState = z.object({
  at,
  activity: z.object({
    activity_id: z.string(),
    title: z.string(),
    phase: z.enum(['not_started', 'running', 'ended', 'paused', 'removed']),
    starts_at: at.nullable(),
    ends_at: at.nullable(),
    timezone: z.string(),
    release_no: z.number(),
    candidate_no: z.number().nullable(),
  }),
  /** Whether a store is away, so that some of this is as it was last known. */
  stale: z.boolean(),
  /** For how many seconds each source has been away; `null` while it answers. */
  age: z.object({ ledger: z.number().nullable(), records: z.number().nullable() }),
  totals: z.object({
    visits: z.number(),
    /** An estimate, usually within 3 %. */
    visitors: z.number(),
    draws: z.number(),
    /** Users who have drawn. */
    drawers: z.number(),
    wins: z.number(),
    claimed: z.number(),
  }),
  /** Over the last ten seconds. */
  per_second: z.object({ visits: z.number(), draws: z.number(), wins: z.number() }),
  /** Over the last five minutes, for the trend of each. */
  per_second_before: z.object({ visits: z.number(), draws: z.number(), wins: z.number() }),
  /** `share`: drawers of visitors, wins of draws, claimed of wins; `null` of the first and where there is nothing to divide by. */
  funnel: z.array(
    z.object({
      step: z.enum(['visitors', 'drawers', 'wins', 'claimed']),
      count: z.number(),
      share: z.number().nullable(),
    }),
  ),
  spend: z.object({ spent: money, budget: money.nullable(), share: z.number().nullable() }),
  /** What should be spent by now, by the last simulation of the content that is live; `null` without one. */
  forecast: z.object({ low: money, mid: money, high: money }).nullable(),
  prizes: z.array(livePrize),
  /** Wins by how far their delivery is. */
  deliveries: z.object({
    preparing: z.number(),
    ready: z.number(),
    form_wanted: z.number(),
    form_received: z.number(),
    sent: z.number(),
    delivered: z.number(),
    redeemed: z.number(),
    failed: z.number(),
  }),
  errors: z.array(liveError),
  chances: z.object({
    /** Chances that users have earned. */
    earned: z.number(),
    draws_per_drawer: z.number().nullable(),
  }),
});
export type LiveState = z.infer<typeof liveState>;

/** The data of the server-sent event `event`: something that happened, the newest last. On connecting: the last 50. */
export const liveEvent = z.object({
  /** The same event has the same id on every console and after reconnecting. */
  id: z.string(),
  at,
  kind: z.enum([
    /** `{action, no, candidate_no, author, note}`; `action` as in the history of releases. */
    'release',
    /** `{failed, before}`: deliveries that are given up. */
    'deliveries_failed',
    /** `{prize_id, name}` */
    'prize_run_out',
    /** `{prize_id, name, value, who}`; `who` is masked. */
    'big_win',
    /** `{source}`: `ledger` or `records` does not answer, or does again. */
    'store_away',
    'store_back',
  ]),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
});
export type LiveEvent = z.infer<typeof liveEvent>;

/** The data of the event `end`: `reason` is `drain` (connect again), `session` (sign in again) or `gone`. */
export const liveEnd = z.object({ reason: z.enum(['drain', 'session', 'gone']) });

/**
 * `GET /api/activities/:id/series`. Without times: the window of the activity up to now. `step` is a wish: the answer says what
 * it is, so that there are at most 1,500 points.
 */
export const seriesInput = activityInput.extend({
  from: z.string().optional(),
  to: z.string().optional(),
  step: z.enum(['minute', 'hour', 'day']).optional(),
});
export const seriesOutput = z.object({
  from: at,
  to: at,
  step: z.enum(['minute', 'hour', 'day']),
  timezone: z.string(),
  /** In the order of time; where nothing happened there is no point. `at` is the beginning. */
  points: z.array(
    z.object({
      at,
      visits: z.number(),
      /** Who came for the first time on that day of UTC: an estimate. */
      visitors: z.number(),
      draws: z.number(),
      wins: z.number(),
      spent: money,
      /** All that was spent up to the end of this point. */
      spent_total: money,
    }),
  ),
  /** What should be spent in all by then; also beyond `to`, up to the end of the activity. */
  forecast: z.array(z.object({ at, low: money, mid: money, high: money })).nullable(),
  budget: money.nullable(),
});
export type Series = z.infer<typeof seriesOutput>;
