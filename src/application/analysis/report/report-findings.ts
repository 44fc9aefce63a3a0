import { isClaimed } from '../../../domain/deliveries/delivery-progress.ts';
import { prizeTable } from '../../../domain/draws/prize-table.ts';
import { forecastAt } from '../forecasts.ts';
import type { ReportFinding, ReportPrize } from './activity-report.ts';
import { countOf } from './report-parts.ts';
import type { ReportFacts } from './report-sources.ts';

/** Codes of answers that are faults of the service, and no rule of the activity. */
const FAULTS = new Set(['internal_error', 'system_busy']);

const BUDGET_SHARE = 0.8;
const LATE_SECONDS = 30;
const MOST_PRIZES = 20;

/** What is worth to be known, the most severe first. */
export function reportFindings(facts: ReportFacts, prizes: readonly ReportPrize[]): readonly ReportFinding[] {
  const findings = [
    ...ofArchive(facts),
    ...ofDeliveries(facts),
    ...ofAnswers(facts),
    ...ofCost(facts),
    ...ofPrizes(facts, prizes),
    ...ofPeak(facts),
  ];
  return findings
    .map((finding, at) => ({ finding, at }))
    .sort((one, other) => RANKS[one.finding.severity] - RANKS[other.finding.severity] || one.at - other.at)
    .map(({ finding }) => finding);
}

const RANKS: Record<ReportFinding['severity'], number> = { critical: 0, warning: 1, info: 2 };

function ofArchive({ content, relay }: ReportFacts): readonly ReportFinding[] {
  const halted = relay.halted.filter(({ activityId }) => activityId === content.activity.id);
  const stopped = halted.map(
    ({ log, reason }): ReportFinding => ({
      kind: 'archive_behind',
      severity: 'critical',
      params: { log, reason },
    }),
  );
  if (stopped.length > 0 || relay.lagSeconds < LATE_SECONDS) return stopped;
  const params = { lag_seconds: Math.round(relay.lagSeconds) };
  return [{ kind: 'archive_behind', severity: 'warning', params }];
}

function ofDeliveries({ progress }: ReportFacts): readonly ReportFinding[] {
  const all = countOf(progress, () => true);
  const failed = countOf(progress, ({ state }) => state === 'failed');
  const unclaimed = countOf(
    progress,
    (count) => (count.state === 'form_wanted' || count.state === 'ready') && !isClaimed(count),
  );
  const findings: ReportFinding[] = [];
  if (failed > 0) {
    const params = { count: failed, share: failed / all };
    findings.push({ kind: 'deliveries_failed', severity: 'critical', params });
  }
  if (unclaimed > 0) {
    const params = { count: unclaimed, share: unclaimed / all };
    findings.push({ kind: 'wins_unclaimed', severity: 'warning', params });
  }
  return findings;
}

/* Of all answers that say something of the activity: visits, draws, and what was refused. */
function ofAnswers({ refusals, visited, drawn }: ReportFacts): readonly ReportFinding[] {
  const refused = refusals.reduce((sum, { count }) => sum + count, 0);
  const answers = visited.visits + drawn.draws + refused;
  return refusals
    .toSorted((one, other) => other.count - one.count)
    .map(({ code, count }): ReportFinding => {
      const params = { code, count, share: count / answers };
      if (FAULTS.has(code)) return { kind: 'faults', severity: 'critical', params };
      return { kind: 'refusals', severity: 'info', params };
    });
}

function ofCost({ content, drawn: { spent }, forecast, now }: ReportFacts): readonly ReportFinding[] {
  const findings: ReportFinding[] = [];
  const budget = content.details && prizeTable(content.details).budget;
  if (budget && spent >= BUDGET_SHARE * budget) {
    const severity = spent >= budget ? 'warning' : 'info';
    findings.push({ kind: 'budget_used', severity, params: { spent, budget, share: spent / budget } });
  }
  if (!forecast) return findings;
  const { low, high } = forecastAt(forecast, now);
  const [least, most] = [Math.round(low * 100), Math.round(high * 100)];
  if (spent >= least && spent <= most) return findings;
  const params = { spent, low: least, high: most };
  return [...findings, { kind: 'cost_off_forecast', severity: 'warning', params }];
}

/* What is left says something only after the end. */
function ofPrizes({ content, now }: ReportFacts, prizes: readonly ReportPrize[]): readonly ReportFinding[] {
  const { endsAt } = content.activity;
  const isOver = content.isRemoved || (endsAt !== null && now >= endsAt);
  return prizes
    .flatMap(({ name, id, left, stock, value }): ReportFinding[] => {
      if (left === null || stock === 0) return [];
      const of = { prize: name, prize_id: id };
      if (left === 0) return [{ kind: 'prize_ran_out', severity: 'info', params: { ...of, stock } }];
      return isOver
        ? [{ kind: 'prize_left_over', severity: 'info', params: { ...of, left, stock, value } }]
        : [];
    })
    .slice(0, MOST_PRIZES);
}

function ofPeak({ peak }: ReportFacts): readonly ReportFinding[] {
  return peak ? [{ kind: 'peak_minute', severity: 'info', params: { at: peak.at, draws: peak.draws } }] : [];
}
