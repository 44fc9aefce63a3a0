import type { Activity } from '../../domain/activities/activity.ts';
import { phaseAt } from '../../domain/activities/activity.ts';
import { withCodes } from '../../domain/draws/code-stock.ts';
import type { DrawLedger } from '../../domain/draws/draw-ledger.ts';
import type { DrawLog } from '../../domain/draws/draw-log.ts';
import type { UnitPools } from '../../domain/draws/unit-pools.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { ActivityGate, GateCheck, Visit } from '../admission/activity-gate.ts';
import type { Kinds } from '../kinds/kinds.ts';
import { explainDraw } from './explain-draw.ts';
import type { ExplainedStep, Explanation, Reason } from './explanation.ts';

export interface ExplainDependencies {
  readonly gate: ActivityGate;
  readonly kinds: Kinds;
  readonly accounts: Pick<DrawLedger, 'read'>;
  readonly drawLog: Pick<DrawLog, 'book'>;
  readonly pools: Pick<UnitPools, 'pools'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether the user is taken on trust, so that no passport is asked. */
  readonly trusted?: boolean;
}

/**
 * Why a visitor is served or refused: the gate's own checks and the domain's own decision, one by one. Nothing is
 * drawn, recorded or spent, and no ticket is computed: what the next draw wins stays secret.
 * @throws DependencyError if the passport or the ledger does not answer
 */
export async function explain(visit: Visit, deps: ExplainDependencies): Promise<Explanation> {
  const { gate, kinds, accounts, drawLog, pools, now, trusted = false } = deps;
  const found = gate.find(visit.activityId);
  const draws = (found && kinds.get(found.dispatch)?.draws) ?? null;
  const details = found && draws ? draws.detailsOf(found) : null;
  const timezone = details?.rules.timezone ?? 'UTC';
  const steps: ExplainedStep[] = [];
  const admission = await gate.admit(visit, {
    observe: (check, passed) => {
      const onTrust = trusted && passed && (check === 'token' || check === 'passport');
      const reason: Reason = onTrust
        ? { code: 'taken_on_trust' }
        : reasonOf(check, passed, { activity: found, timezone, now });
      steps.push({ check, passed, reason });
    },
  });
  const { user } = admission;
  const outcome = (result: Pick<Explanation, 'static' | 'draw'>): Explanation => ({
    activityId: visit.activityId,
    at: isoInTimezone(now, timezone),
    uid: user?.uid ?? null,
    zoneId: user?.zoneId ?? null,
    ...result,
    steps,
  });
  const shown = admission.kind === 'rejected' ? admission.result.kind : 'served';
  if (!found || !details) return outcome({ static: shown, draw: 'no_such_activity' });
  if (!found.loginRequired) {
    steps.push({ check: 'login', passed: false, reason: { code: 'nobody_to_draw_for' } });
    return outcome({ static: shown, draw: 'not_logged_in' });
  }
  if (admission.kind === 'rejected' || !user) return outcome({ static: shown, draw: shown });

  const { startsAt, endsAt } = found;
  const { draws: account } = await accounts.read(found.id, user.uid);
  const book = await drawLog.book(found.id);
  const bound = withCodes(details, await pools.pools(found.id));
  const drawSteps = explainDraw({ details: bound, startsAt, endsAt }, user.uid, account, book, now);
  steps.push(...drawSteps);
  const mayDraw = drawSteps[0]?.passed === true;
  return outcome({ static: shown, draw: mayDraw ? 'served' : 'no_chance' });
}

function reasonOf(
  check: GateCheck,
  passed: boolean,
  { activity, timezone, now }: { activity: Activity | undefined; timezone: string; now: number },
): Reason {
  const zones = [...(activity?.zones ?? [])];
  const reasons: Record<GateCheck, () => Reason> = {
    activity: () => ({ code: passed ? 'activity_found' : 'activity_missing' }),
    login_needed: () => ({ code: activity?.loginRequired ? 'login_needed' : 'no_login_needed' }),
    token: () => ({ code: passed ? 'token_given' : 'token_missing' }),
    passport: () => ({ code: passed ? 'token_known' : 'token_refused' }),
    zone: () => {
      if (!passed) return { code: 'zone_not_listed', zones };
      return { code: activity?.zones ? 'zone_admitted' : 'zones_not_checked' };
    },
    window: () => {
      const local = (at: number | null | undefined) => (at == null ? null : isoInTimezone(at, timezone));
      const phase = activity ? phaseAt(activity, now) : 'running';
      return { code: 'window', phase, startsAt: local(activity?.startsAt), endsAt: local(activity?.endsAt) };
    },
  };
  return reasons[check]();
}
