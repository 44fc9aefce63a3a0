import type { ForecastPoint } from '../forecasts.ts';
import type { ActivityFace } from '../live/activity-face.ts';

/** Counts of a part of an activity. */
export interface ReportCounts {
  readonly visits: number;
  /** An estimate. */
  readonly visitors: number;
  readonly draws: number;
  readonly wins: number;
}

export interface ReportHour extends ReportCounts {
  /** The beginning, in milliseconds since the epoch. */
  readonly at: number;
  /** The same on the clocks of the activity, such as `2026-11-11 20:00`. */
  readonly local: string;
  readonly drawers: number;
  readonly claimed: number;
  /** Whole cents, as all amounts here. */
  readonly spent: number;
}

export interface ReportPlace extends ReportCounts {
  readonly name: string;
}

export interface ReportPrize {
  readonly id: string;
  readonly name: string;
  /** `null` without a limit, or where it is not in the file any more. */
  readonly stock: number | null;
  readonly awarded: number;
  readonly left: number | null;
  readonly claimed: number;
  readonly failed: number;
  /** Of one, in yuan, as the rules have it. */
  readonly value: string | null;
  readonly cost: number;
}

export type FindingKind =
  | 'wins_unclaimed'
  | 'deliveries_failed'
  | 'prize_left_over'
  | 'prize_ran_out'
  | 'peak_minute'
  | 'refusals'
  | 'faults'
  | 'cost_off_forecast'
  | 'budget_used'
  | 'archive_behind';

/** Something to know of it. Amounts are whole cents, times milliseconds since the epoch. */
export interface ReportFinding {
  readonly kind: FindingKind;
  readonly severity: 'critical' | 'warning' | 'info';
  readonly params: Readonly<Record<string, string | number | null>>;
}

/** What became of an activity. */
export interface ActivityReport {
  readonly at: number;
  readonly activity: ActivityFace;
  readonly totals: ReportCounts & {
    readonly drawers: number;
    readonly claimed: number;
    readonly earnedChances: number;
  };
  readonly hours: readonly ReportHour[];
  readonly zones: readonly ReportPlace[];
  readonly channels: readonly ReportPlace[];
  readonly prizes: readonly ReportPrize[];
  readonly cost: {
    readonly spent: number;
    readonly budget: number | null;
    /** Over the whole activity, in yuan. */
    readonly forecast: Omit<ForecastPoint, 'at'> | null;
  };
  readonly findings: readonly ReportFinding[];
}
