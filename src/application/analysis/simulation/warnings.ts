import type { SimulationReport, Warning } from './report.ts';

const EARLY = 0.1;
/* What one launch in twenty meets is no surprise. */
const SELDOM = 0.05;
/* Fewer wins than one in two launches. */
const HARDLY = 0.5;
/* With even wins a tenth would come right behind a step. */
const PILED = 0.5;

/** What to check before the launch. */
export function warningsOf(report: Omit<SimulationReport, 'warnings'>): Warning[] {
  const { starts_at, ends_at, budget, spend, budget_binds } = report;
  const warnings: Warning[] = [];
  if (budget !== null && budget_binds !== null && budget_binds.share > SELDOM) {
    const { share, p5, p50 } = budget_binds;
    // Where it binds in less than half of the runs, only the early ones have a time.
    const at = p50 ?? p5;
    const params = { spend: spend.p50, budget, share, ...(at !== null && { at }) };
    warnings.push({ kind: 'budget_binds', prize_id: null, params });
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
