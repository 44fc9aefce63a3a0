import { type Activity, phaseAt } from '../../domain/activities/activity.ts';
import { decideDraw, firstAvailable, isBlocked } from '../../domain/draws/decide-draw.ts';
import type { DrawLedger } from '../../domain/draws/draw-ledger.ts';
import type { DrawLog } from '../../domain/draws/draw-log.ts';
import { prizeTable } from '../../domain/draws/prize-table.ts';
import type { ShakeDetails } from '../../domain/draws/shake.ts';
import { countingDay, type UserDraws, userDrawInfo } from '../../domain/draws/user-draw-info.ts';
import { isoInTimezone, localDay } from '../../domain/shared/local-time.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { ActivityGate, GateCheck, Visit } from '../admission/activity-gate.ts';

export interface ExplainedStep {
  readonly check: GateCheck | 'login' | 'window' | 'chances' | 'blocked' | 'prize';
  readonly passed: boolean;
  readonly why: string;
}

export interface Explanation {
  readonly activity_id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly uid: string | null;
  readonly zone_id: string | null;
  /** How `static` and `draw` would end, as kinds of outcome. */
  readonly static: string;
  readonly draw: string;
  readonly steps: readonly ExplainedStep[];
}

export interface ExplainDependencies {
  readonly gate: ActivityGate;
  readonly accounts: Pick<DrawLedger, 'read'>;
  readonly drawLog: Pick<DrawLog, 'book'>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Whether the user is taken on trust, so that no passport is asked. */
  readonly trusted?: boolean;
}

/**
 * Why a visitor is served or refused: the gate's own checks and the domain's own decision, told one by one.
 * Nothing is drawn, booked or spent, and no ticket is looked at: what the next draw wins stays a secret.
 * @throws DependencyError if the passport or the books cannot say
 */
export async function explain(
  visit: Visit,
  { gate, accounts, drawLog, now, trusted = false }: ExplainDependencies,
): Promise<Explanation> {
  const found = gate.find(visit.activityId);
  const timezone = (found?.details as ShakeDetails | undefined)?.rules?.timezone ?? 'UTC';
  const checks: [GateCheck, boolean][] = [];
  const admission = await gate.admit(visit, (check, passed) => checks.push([check, passed]));
  const user = admission.kind === 'admitted' ? admission.user : null;
  const steps = checks.map(([check, passed]): ExplainedStep => {
    const onTrust = trusted && passed && (check === 'token' || check === 'passport');
    return { check, passed, why: onTrust ? 'taken on trust' : gateWords(check, passed, found) };
  });
  const told = (endings: { static: string; draw: string }): Explanation => ({
    activity_id: visit.activityId,
    at: isoInTimezone(now, timezone),
    uid: user?.uid ?? null,
    zone_id: user?.zoneId ?? null,
    ...endings,
    steps,
  });
  if (admission.kind === 'turned_away') {
    const { kind } = admission.outcome;
    return told({
      static: kind,
      draw: kind !== 'no_such_activity' && found?.dispatch !== 'shake' ? 'no_such_activity' : kind,
    });
  }

  const phase = phaseAt(admission.activity, now);
  const running = phase === 'running';
  const shown = running ? 'served' : phase;
  const draws = admission.activity.dispatch === 'shake';
  if (draws && !user) {
    steps.push({
      check: 'login',
      passed: false,
      why: 'a draw is booked for a user, and this activity has no login',
    });
  }
  steps.push({ check: 'window', passed: running, why: windowWords(admission.activity, phase, timezone) });
  if (!draws) return told({ static: shown, draw: 'no_such_activity' });
  if (!user) return told({ static: shown, draw: 'not_logged_in' });
  if (!running) return told({ static: shown, draw: phase });

  const activity = admission.activity as Activity<ShakeDetails>;
  const { draws: account } = await accounts.read(activity.id, user.uid);
  const { awarded } = await drawLog.book(activity.id);
  const mayDraw = drawSteps(activity, user, account, awarded, now, steps);
  return told({ static: shown, draw: mayDraw ? 'served' : 'no_chance' });
}

function drawSteps(
  activity: Activity<ShakeDetails>,
  { uid }: User,
  account: UserDraws,
  awarded: ReadonlyMap<string, number>,
  now: number,
  steps: ExplainedStep[],
): boolean {
  const { details } = activity;
  const table = prizeTable(details);
  const ifTicketWere = (ticket: bigint) => decideDraw(activity, table, uid, account, ticket, now);
  const info = userDrawInfo(uid, account, details, now);
  const mayDraw = ifTicketWere(0n) !== null;
  const left = info.chances_left === null ? 'no limit' : `${info.chances_left} left`;
  const why = `${info.drawn_today} drawn today, ${info.drawn_total} in all; ${left}${aheadWords(activity, account, now)}`;
  steps.push({ check: 'chances', passed: mayDraw, why });
  if (!mayDraw) return false;
  const blocked = isBlocked(activity, uid);
  steps.push({
    check: 'blocked',
    passed: !blocked,
    why: blocked ? 'in blocked_users: draws like everyone, and wins nothing' : 'not in blocked_users',
  });
  if (blocked) return true;

  let first = 0n;
  for (const { prizeId, below } of table.bounds) {
    // Any of the prize's tickets tells what becomes of it; without one only the fallback can bring it.
    if (below > first) steps.push(prizeStep(prizeId, first));
    first = below;
  }
  if (first < table.denominator) steps.push(prizeStep(null, first));
  return true;

  function prizeStep(drawn: string | null, ticket: bigint): ExplainedStep {
    const candidates = ifTicketWere(ticket)?.candidates ?? [];
    const granted = firstAvailable(candidates, (id) => awarded.get(id) ?? 0);
    const gets = granted === null ? 'nothing is won' : `${granted} is won`;
    if (drawn === null) return { check: 'prize', passed: granted !== null, why: `no prize drawn: ${gets}` };
    const candidate = candidates.find(({ prizeId }) => prizeId === drawn);
    const given = awarded.get(drawn) ?? 0;
    const has = account.wins.filter((win) => win.prizeId === drawn).length;
    const state = candidate
      ? `${given} awarded of ${candidate.limit ?? 'any number'}`
      : `the user has ${has}, or none is released yet; ${given} awarded`;
    return { check: 'prize', passed: granted === drawn, why: `${drawn} drawn: ${gets} (${state})` };
  }
}

function aheadWords({ details }: Activity<ShakeDetails>, account: UserDraws, now: number): string {
  const { timezone } = details.rules;
  const day = countingDay(account, timezone, now);
  return day === localDay(now, timezone)
    ? ''
    : `; the account’s last draw counted for ${day}, so today does too`;
}

function gateWords(check: GateCheck, passed: boolean, activity: Activity | undefined): string {
  const words: Record<GateCheck, [string, string]> = {
    activity: ['there is such an activity', 'no such activity, or its data.json never was valid'],
    login_needed: [
      activity?.loginRequired ? 'a login is needed' : 'no login is needed, and no token is looked at',
      '',
    ],
    token: ['a token is there', 'no token, neither with the request nor in the cookie'],
    passport: ['the passport knows the token', 'the passport refuses the token'],
    zone: [
      activity?.zones ? 'the user’s zone may take part' : 'zones are not looked at',
      `the user’s zone is not among ${[...(activity?.zones ?? [])].join(', ')}`,
    ],
  };
  return words[check][passed ? 0 : 1];
}

function windowWords({ startsAt, endsAt }: Activity, phase: string, timezone: string): string {
  const time = (at: number | null, open: string) => (at === null ? open : isoInTimezone(at, timezone));
  return `${phase.replace('_', ' ')}: from ${time(startsAt, 'ever')} to ${time(endsAt, 'no end')}`;
}
