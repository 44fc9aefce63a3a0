import type { Activity } from '../../domain/activities/activity.ts';
import { withCodes } from '../../domain/draws/code-stock.ts';
import type { DrawLedger } from '../../domain/draws/draw-ledger.ts';
import type { DrawLog } from '../../domain/draws/draw-log.ts';
import type { UnitPools } from '../../domain/draws/unit-pools.ts';
import { releaseFor } from '../../domain/releases/served-releases.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import { displayNameOf, type User } from '../../domain/visitors/user.ts';
import { ActivityGate, type Visit } from '../admission/activity-gate.ts';
import type { Sessions } from '../admission/sessions.ts';
import type { Kinds } from '../kinds/kinds.ts';
import type { AccessFacts, Blocked } from './access-facts.ts';
import { explainDraw } from './explain-draw.ts';
import { type ExplainedSource, servedOf } from './explained-source.ts';
import type { ExplainedStep, Explanation, Reason } from './explanation.ts';
import { gateReason } from './gate-reason.ts';
import { releaseSide, type SideReason } from './release-side.ts';

export interface ExplainDependencies {
  readonly source: ExplainedSource;
  readonly sessions: Pick<Sessions, 'resolve'>;
  /** Left out: it is not known who is blocked. */
  readonly access?: Pick<AccessFacts, 'blocked' | 'namespaces'> | undefined;
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
  const { source, kinds, now } = deps;
  const { admission, activity, user, steps, side, isForeign } = await admitted(visit, deps);
  const draws = (activity && kinds.get(activity.dispatch)?.draws) ?? null;
  const details = activity && draws ? draws.detailsOf(activity) : null;
  const outcome = (result: Pick<Explanation, 'static' | 'draw'>): Explanation => ({
    activityId: visit.activityId,
    at: isoInTimezone(now, timezoneOf(details)),
    source: source.kind === 'draft' ? 'draft' : 'published',
    releaseNo: admission.releaseNo,
    side,
    uid: user?.uid ?? null,
    zoneId: user?.zoneId ?? null,
    displayName: user && displayNameOf(user),
    ...result,
    steps,
  });
  const admittedAs = admission.kind === 'rejected' ? admission.result.kind : 'served';
  const shown = isForeign ? 'other_identities' : admittedAs;
  if (!activity || !details) return outcome({ static: shown, draw: 'no_such_activity' });
  if (shown === 'paused') return outcome({ static: shown, draw: shown });
  if (!activity.loginRequired) {
    steps.push({ check: 'login', passed: false, reason: { code: 'nobody_to_draw_for' } });
    return outcome({ static: shown, draw: 'not_logged_in' });
  }
  if (admission.kind === 'rejected' || isForeign || !user) return outcome({ static: shown, draw: shown });

  const drawSteps = await drawStepsOf({ activity, details }, user, deps);
  steps.push(...drawSteps);
  const mayDraw = drawSteps[0]?.passed === true;
  return outcome({ static: shown, draw: mayDraw ? 'served' : 'no_chance' });
}

/** What the gate has said, and of whom. */
async function admitted(
  visit: Visit,
  { source, sessions, access, kinds, now, trusted = false }: ExplainDependencies,
) {
  const served = servedOf(source);
  const seen: { user: User | null; blocked: Blocked | null | undefined } = {
    user: null,
    blocked: undefined,
  };
  const namespaces = served?.activity.loginRequired ? await access?.namespaces(visit.activityId) : undefined;
  const isForeign = namespaces != null && namespaces.fixed !== null && namespaces.fixed !== namespaces.own;
  const gate = new ActivityGate({
    releases: { served: () => served },
    sessions: {
      resolve: async (token, origin) => {
        const result = await sessions.resolve(token, origin);
        if (result.kind === 'user') {
          seen.user = result.user;
          seen.blocked = await access?.blocked(result.user.uid);
        }
        return result;
      },
    },
    // Of other identities the gate makes a fault; here the further checks are of interest, too.
    keptOut: { isBlocked: () => Boolean(seen.blocked), foreignNamespace: () => null },
    clock: { now: () => now },
  });
  /* As the visitor gets it: the candidate's zones and window may be others. */
  const activityNow = () => served && (seen.user ? releaseFor(served, seen.user) : served.activity);
  const steps: ExplainedStep[] = [];
  let side: SideReason | null = null;
  const admission = await gate.admit(visit, {
    observe: (check, isAdmitted) => {
      const passed = isAdmitted && !(check === 'namespace' && isForeign);
      const onTrust = trusted && passed && (check === 'token' || check === 'passport');
      const activity = activityNow();
      const timezone = timezoneOf(activity && kinds.get(activity.dispatch)?.draws?.detailsOf(activity));
      const reason: Reason = onTrust
        ? { code: 'taken_on_trust' }
        : gateReason(check, passed, {
            ...{ source, activity, timezone, now, namespaces },
            blocked: seen.blocked,
          });
      steps.push({ check, passed, reason });
      if (check !== 'passport' || !passed || !served || !seen.user || source.kind !== 'published') return;
      side = releaseSide(served, source.audience, seen.user);
      if (side) steps.push({ check: 'release', passed: true, reason: side });
    },
  });
  return {
    ...{ admission, activity: activityNow(), user: seen.user, steps, isForeign },
    side: side as SideReason | null,
  };
}

function timezoneOf(details: { readonly rules: { readonly timezone: string } } | null | undefined): string {
  return details?.rules.timezone ?? 'UTC';
}

async function drawStepsOf(
  { activity, details }: { activity: Activity; details: Parameters<typeof explainDraw>[0]['details'] },
  { uid }: User,
  { accounts, drawLog, pools, now }: ExplainDependencies,
): Promise<ExplainedStep[]> {
  const { id, startsAt, endsAt } = activity;
  const { draws: account } = await accounts.read(id, uid);
  const book = await drawLog.book(id);
  const bound = withCodes(details, await pools.pools(id));
  return explainDraw({ details: bound, startsAt, endsAt }, uid, account, book, now);
}
