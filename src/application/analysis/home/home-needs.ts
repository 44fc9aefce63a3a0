import type { InvalidActivity } from '../../../domain/activities/config-repository.ts';
import type { StoppedEndpoint } from '../../../domain/deliveries/endpoint-states.ts';
import type { RelayState } from '../../../domain/deliveries/relay-status.ts';
import type { DrawTotals } from '../../../domain/draws/draw-counts.ts';
import type { CancelledSchedule } from '../../../domain/releases/cancelled-schedules.ts';
import { cancelReasonOf } from '../../../domain/releases/scheduled-releases.ts';
import type { IndexedActivity, IndexedPrize } from './home-index.ts';

export type NeedKind =
  | 'deliveries_failed'
  | 'budget_near'
  | 'stock_runs_out'
  | 'codes_run_out'
  | 'broken_file'
  | 'relay_late'
  | 'archive_halted'
  | 'endpoint_stopped'
  | 'schedule_cancelled'
  | 'approval_wanted';

export type Severity = 'critical' | 'warning' | 'info';

/** Something that needs a person. Times are milliseconds since the epoch, amounts whole cents. */
export interface Need {
  readonly kind: NeedKind;
  readonly severity: Severity;
  /** `null`: it concerns the whole installation. */
  readonly activityId: string | null;
  readonly title: string | null;
  readonly params: Readonly<Record<string, string | number | null>>;
}

/** So much of a budget is left unsaid. */
const BUDGET_SHARE = 0.8;

/* Draws come to the record store within a second. */
const LATE_SECONDS = 30;

/* A pace that is just enough is none to act on: a prize that would run out in the last twentieth of the time. */
const NEAR_END_SHARE = 0.05;

/** What one running activity needs. @param pools how many codes its prizes have */
export function needsOfActivity(
  activity: IndexedActivity,
  totals: DrawTotals | undefined,
  pools: ReadonlyMap<string, number>,
  now: number,
): readonly Need[] {
  const { activityId, title, budget } = activity;
  const of = { activityId, title };
  const needs: Need[] = [];
  const spent = totals?.spent ?? 0;
  if (budget !== null && budget > 0 && spent >= BUDGET_SHARE * budget) {
    const share = spent / budget;
    needs.push({
      ...of,
      kind: 'budget_near',
      severity: share >= 1 ? 'critical' : 'warning',
      params: { spent, budget, share },
    });
  }
  for (const prize of activity.prizes) {
    const need = needOfPrize(activity, prize, totals?.prizes.get(prize.id)?.awards ?? 0, pools, now);
    if (need) needs.push({ ...of, ...need });
  }
  return needs;
}

function needOfPrize(
  { startsAt, endsAt }: IndexedActivity,
  { id, name, stock: ofFile, isCode, isReleased }: IndexedPrize,
  won: number,
  pools: ReadonlyMap<string, number>,
  now: number,
): Omit<Need, 'activityId' | 'title'> | null {
  const pool = isCode ? (pools.get(id) ?? 0) : null;
  const stock = pool === null ? ofFile : Math.min(ofFile ?? pool, pool);
  if (stock === null) return null;
  const isPool = pool !== null && pool === stock;
  const kind = isPool ? 'codes_run_out' : 'stock_runs_out';
  const left = Math.max(0, stock - won);
  const params = { prize: name, prize_id: id, left };
  // A stock of 0 is a prize that nobody should win; a pool of 0 is one that nobody can.
  if (left === 0) {
    if (stock === 0 && !isPool) return null;
    return { kind, severity: isPool ? 'critical' : 'warning', params: { ...params, run_out_at: now } };
  }
  if (isReleased || won === 0 || startsAt === null || endsAt === null || startsAt >= now) return null;
  const runOutAt = now + (left * (now - startsAt)) / won;
  if (runOutAt >= endsAt - NEAR_END_SHARE * (endsAt - now)) return null;
  return { kind, severity: 'warning', params: { ...params, run_out_at: Math.round(runOutAt) } };
}

/** What the installation needs. */
export function needsOfRelay(
  { lagSeconds, halted }: RelayState,
  titleOf: (id: string) => string | null,
): readonly Need[] {
  const late: readonly Need[] =
    lagSeconds < LATE_SECONDS
      ? []
      : [
          {
            ...{ kind: 'relay_late', severity: 'critical', activityId: null, title: null },
            params: { lag_seconds: Math.round(lagSeconds) },
          },
        ];
  return [
    ...late,
    ...halted.map(
      ({ activityId, log, reason }): Need => ({
        ...{ kind: 'archive_halted', severity: 'critical', activityId, title: titleOf(activityId) },
        params: { log, reason },
      }),
    ),
  ];
}

export function needOfEndpoint({ name, reason, stoppedAt }: StoppedEndpoint): Need {
  return {
    ...{ kind: 'endpoint_stopped', severity: 'critical', activityId: null, title: null },
    params: { endpoint: name, reason, since: stoppedAt },
  };
}

export function needOfFailed(activityId: string, failed: number, title: string | null): Need {
  return { kind: 'deliveries_failed', severity: 'critical', activityId, title, params: { failed } };
}

/** A file that is not valid, or that nobody has approved yet. */
export function needOfFile({ activityId, path, problems }: InvalidActivity, title: string | null): Need {
  const [problem] = problems;
  const waits = problem?.code === 'not_approved';
  return {
    kind: waits ? 'approval_wanted' : 'broken_file',
    severity: waits ? 'info' : 'warning',
    activityId,
    title,
    params: {
      file: path,
      code: problem?.code ?? null,
      path: problem?.path ?? null,
      problems: problems.length,
    },
  };
}

export function needOfCancelled(
  { activityId, dueAt, reason }: CancelledSchedule,
  title: string | null,
): Need {
  const { code, detail } = cancelReasonOf(reason);
  return {
    ...{ kind: 'schedule_cancelled', severity: 'warning', activityId, title },
    params: { due_at: dueAt, reason: code, detail },
  };
}
