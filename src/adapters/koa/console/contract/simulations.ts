import { z } from 'zod';
import type { SimulationReport } from '../../../../application/analysis/simulation/report.ts';
import { ofActivity } from './parameters.ts';
import type { Words } from './words.ts';

export const SHAPES = ['flat', 'evening', 'spike'] as const;

/** The report of `simulate`, its warnings as sentences in both languages. Times are milliseconds since the epoch. */
export type SimulationReportJson = Omit<SimulationReport, 'warnings'> & {
  readonly warnings: readonly ({ readonly kind: string; readonly prize_id: string | null } & Words)[];
};

const reportSchema = z.looseObject({
  activity_id: z.string(),
}) as unknown as z.ZodType<SimulationReportJson>;

export const simulationOrderSchema = z.object({
  users: z.number().int().min(1).max(1_000_000),
  runs: z.number().int().min(1).max(1000),
  shape: z.enum(SHAPES),
  /** Left out: as often as the rules allow. */
  draws_per_user: z.number().int().min(1).max(100).optional(),
  /** How many chances each user earns. */
  earned: z.number().int().min(0).max(100).optional(),
});

export const simulateInput = ofActivity.extend(simulationOrderSchema.shape);

export const simulationStateSchema = z.object({
  state: z.enum(['none', 'waiting', 'running', 'done', 'failed']),
  /** From 0 to 1. */
  progress: z.number(),
  /** Why it failed: `interrupted`, `stopped`, `error`; else `null`. */
  failure: z.string().nullable(),
  /** Of the text and pictures that are simulated; `null` where there is none. */
  content: z.string().nullable(),
  /** Whether these are the draft's. */
  is_current: z.boolean(),
  order: simulationOrderSchema.nullable(),
  at: z.string().nullable(),
  by: z.string().nullable(),
  /** `null` unless it is `done`; left out of drafts and reviews but for its warnings and cost. */
  report: reportSchema.nullable(),
});

export type SimulationStateJson = z.infer<typeof simulationStateSchema>;
export type SimulationOrderJson = z.infer<typeof simulationOrderSchema>;
