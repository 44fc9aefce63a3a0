import type { SimulationReport, Warning } from './report.ts';

const EARLY = 0.1;
/* Fewer wins than one in two launches. */
const HARDLY = 0.5;
/* With even wins a tenth would come right behind a step. */
const PILED = 0.5;

/** What to check before the launch. */
export function warningsOf(report: Omit<SimulationReport, 'warnings'>): Warning[] {
  const { starts_at, ends_at, budget, spend, over_budget } = report;
  const warnings: Warning[] = [];
  if (budget !== null && spend.p95 > budget) {
    const params = { spend: spend.p95, budget, share: over_budget ?? 0 };
    warnings.push({ kind: 'over_budget', prize_id: null, params });
  }
  const early = starts_at + (ends_at - starts_at) * EARLY;
  for (const { id, odds, stock, wins, runs_out, wins_at_steps } of report.prizes) {
    if (runs_out.p50 !== null && runs_out.p50 < early) {
      warnings.push({ kind: 'runs_out_early', prize_id: id, params: { at: runs_out.p50 } });
    }
    // A prize without stock, or without odds that is no fallback, is not meant to be won.
    if (wins.mean < HARDLY && stock !== 0 && !odds.startsWith('0/')) {
      warnings.push({ kind: 'hardly_won', prize_id: id, params: { wins: wins.mean } });
    }
    if (wins_at_steps !== null && wins_at_steps > PILED) {
      warnings.push({ kind: 'wins_pile_up', prize_id: id, params: { share: wins_at_steps } });
    }
  }
  return warnings;
}
