import { z } from 'zod';

const oddsSchema = z.object({
  /** In lowest terms, such as `1/200`. */
  exact: z.string(),
  percent: z.string(),
  /** Draws for one win; `null`: it cannot be drawn. */
  one_in: z.string().nullable(),
});

export const prizeSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  odds: oddsSchema,
  /** `null`: as many as are won. */
  stock: z.number().nullable(),
  per_user: z.number().nullable(),
  /** Yuan, such as `12.50`. */
  value: z.string().nullable(),
  /** If all of it goes. */
  cost: z.string().nullable(),
  delivery: z.object({
    by: z.string(),
    to: z.string().nullable(),
    fields: z.array(z.string()),
    until: z.string().nullable(),
  }),
});

const shareSchema = z.object({ name: z.string(), count: z.number() });

/** What a text orders. Amounts are exact decimal texts. */
export const summarySchema = z.object({
  title: z.string(),
  dispatch: z.string(),
  window: z.object({
    timezone: z.string(),
    /** In that time zone. */
    starts_at: z.string().nullable(),
    ends_at: z.string().nullable(),
    duration_seconds: z.number().nullable(),
    phase: z.enum(['not_started', 'running', 'ended']),
  }),
  audience: z.object({ login: z.boolean(), zones: z.array(z.string()).nullable() }),
  draws: z
    .object({
      per_day: z.number().nullable(),
      total: z.number().nullable(),
      guarantee: z.object({ prize: z.string(), after: z.number() }).nullable(),
      locked: z.array(z.object({ id: z.string(), unlock_after: z.number() })),
      segments: z.number(),
      prizes: z.array(prizeSummarySchema),
      fallback: z.string().nullable(),
      chance_to_win: oddsSchema,
      cost: z.string(),
      without_end: z.array(z.string()),
      without_value: z.array(z.string()),
      budget: z.string().nullable(),
      /** What the cost leaves of the budget. */
      left: z.string().nullable(),
    })
    .nullable(),
  goods: z
    .object({
      count: z.number(),
      groups: z.array(shareSchema),
      zones: z.array(shareSchema),
      everywhere: z.number(),
    })
    .nullable(),
});

export type SummaryJson = z.infer<typeof summarySchema>;
export type PrizeSummaryJson = z.infer<typeof prizeSummarySchema>;
