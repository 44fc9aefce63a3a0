import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import type { SimulationReport, Warning } from './report.ts';
import { BEHIND_STEP } from './step-share.ts';

const EARLY = 0.1;
/* Fewer wins than one in two launches. */
const HARDLY = 0.5;
/* With even wins a tenth would come right behind a step. */
const PILED = 0.5;

/** What whoever launches should look at before. */
export function warningsOf(report: Omit<SimulationReport, 'warnings'>): Warning[] {
  const { starts_at, ends_at, timezone, budget, spend, over_budget } = report;
  const warnings: Warning[] = [];
  if (budget !== null && spend.p95 > budget) {
    const share = Math.round((over_budget ?? 0) * 100);
    const text = `spend P95 ${spend.p95.toFixed(2)} is over the budget of ${budget.toFixed(2)} (over in ${share} % of the runs)`;
    warnings.push({ kind: 'over_budget', prize_id: null, text });
  }
  const early = starts_at + (ends_at - starts_at) * EARLY;
  for (const { id, odds, stock, wins, runs_out, wins_at_steps } of report.prizes) {
    if (runs_out.p50 !== null && runs_out.p50 < early) {
      const at = isoInTimezone(runs_out.p50, timezone);
      const text = `${id} runs out in the first tenth of the window (P50 ${at})`;
      warnings.push({ kind: 'runs_out_early', prize_id: id, text });
    }
    // A prize without odds that is no fallback, or without stock, is not meant to be won.
    if (wins.mean < HARDLY && stock !== 0 && !odds.startsWith('0/')) {
      const text = `${id} will hardly be won: ${wins.mean.toFixed(2)} wins expected`;
      warnings.push({ kind: 'hardly_won', prize_id: id, text });
    }
    if (wins_at_steps !== null && wins_at_steps > PILED) {
      const share = Math.round(wins_at_steps * 100);
      const text = `${id}: ${share} % of its wins come in the first ${BEHIND_STEP * 100} % of the time after a release step, then it is gone until the next; "linear" spreads them`;
      warnings.push({ kind: 'wins_pile_up', prize_id: id, text });
    }
  }
  return warnings;
}
