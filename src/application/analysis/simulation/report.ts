import type { Band, Mean } from './statistics.ts';
import type { Theory } from './theory.ts';
import type { VisitsPerUser } from './visits-per-user.ts';

export interface PrizeReport {
  readonly id: string;
  readonly name: string;
  /** As a fraction, such as `1/200`, and in percent, such as `0.5`. */
  readonly odds: string;
  readonly odds_percent: string;
  readonly stock: number | null;
  /** By formula; `null` where no formula is fair. */
  readonly theory: Theory | null;
  readonly wins: Mean & Band;
  /** Times in milliseconds since the epoch; `null` where it lasts to the end. */
  readonly runs_out: {
    readonly p5: number | null;
    readonly p50: number | null;
    readonly p95: number | null;
    /** Share of the runs in which it lasts. */
    readonly never: number;
  };
  /** Share of all users who win at least one. */
  readonly users_who_win: number;
  /** Share of its wins that fall right behind a step of its release; `null` without steps. */
  readonly wins_at_steps: number | null;
}

/** When no prize that costs something was left that the budget had room for, or not for each. */
export interface BudgetReport {
  /** Share of the runs in which a draw found no room in the budget for a prize that was there. */
  readonly share: number;
  /** When the first such draw came, in milliseconds since the epoch; `null` where there was none. */
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  /** How many such draws there were. */
  readonly draws: Mean;
}

/** The course over time; each list has one entry for each piece of time. */
export interface Course {
  /** The end of each piece, in milliseconds since the epoch. */
  readonly at: readonly number[];
  readonly stock: readonly { readonly id: string; readonly left: readonly Band[] }[];
  readonly spend: readonly Band[];
  /** Mean wins an hour within the piece, by prize. */
  readonly wins_an_hour: readonly { readonly id: string; readonly rate: readonly number[] }[];
}

export interface Variant {
  readonly traffic: 'halved' | 'doubled';
  readonly users: number;
  readonly runs: number;
  readonly spend: Band;
  /** Share of the runs in which the budget binds; `null` without a budget. */
  readonly budget_binds: number | null;
  readonly prizes: readonly {
    readonly id: string;
    readonly wins: number;
    readonly runs_out: number | null;
  }[];
}

export interface Warning {
  readonly kind: 'budget_binds' | 'runs_out_early' | 'hardly_won' | 'wins_pile_up';
  /** The prize concerned; `null` where it is about all. */
  readonly prize_id: string | null;
  /** Amounts, shares from 0 to 1, times in milliseconds since the epoch. */
  readonly params: Readonly<Record<string, number>>;
}

export interface SimulationReport {
  readonly activity_id: string;
  readonly title: string;
  readonly users: number;
  readonly draws_per_user: number;
  /** Why each user draws that often; the limits of the rules, and the days on which visits come. */
  readonly draws_assumed: {
    readonly why: VisitsPerUser['why'];
    readonly per_day: number | null;
    readonly total: number | null;
    readonly days: number | null;
    /** Chances that each user was assumed to earn and use, and whether the rules offer ways to earn some. */
    readonly earned: number;
    readonly earn_offered: boolean;
  };
  /** How many runs were made, and how many at most would have been. */
  readonly runs: number;
  readonly most_runs: number;
  readonly seed: number;
  readonly traffic: string;
  readonly timezone: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly draws: Mean;
  /** Draws with earned chances. */
  readonly earned_draws: number;
  /** Share of the visits that found no chance left. */
  readonly without_chance: number;
  /** Chance that a user wins no prize at all, and that it is the fallback alone. */
  readonly wins_nothing: number;
  readonly wins_only_fallback: number | null;
  readonly spend: Band;
  readonly budget: number | null;
  /** `null` without a budget. */
  readonly budget_binds: BudgetReport | null;
  readonly wins_an_hour: { readonly mean: number; readonly peak: number };
  readonly prizes: readonly PrizeReport[];
  readonly course: Course;
  readonly sensitivity: readonly Variant[];
  readonly warnings: readonly Warning[];
}
