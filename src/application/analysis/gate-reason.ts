import { type Activity, phaseAt } from '../../domain/activities/activity.ts';
import type { ServedActivity } from '../../domain/releases/served-releases.ts';
import { isoInTimezone } from '../../domain/shared/local-time.ts';
import type { GateCheck } from '../admission/activity-gate.ts';
import type { Blocked, Namespaces } from './access-facts.ts';
import type { ExplainedSource } from './explained-source.ts';
import type { Reason } from './explanation.ts';

/** What a check was made of. */
interface CheckedActivity {
  readonly source: ExplainedSource;
  readonly activity: Activity | undefined;
  readonly timezone: string;
  readonly now: number;
  /** `undefined`: not looked up. */
  readonly namespaces: Namespaces | undefined;
  readonly blocked: Blocked | null | undefined;
}

/** The facts of a check of the gate. */
export function gateReason(
  check: GateCheck,
  passed: boolean,
  { source, activity, timezone, now, namespaces, blocked }: CheckedActivity,
): Reason {
  const zones = [...(activity?.zones ?? [])];
  const reasons: Record<GateCheck, () => Reason> = {
    activity: () => activityReason(source),
    paused: () => ({ code: passed ? 'not_paused' : 'paused' }),
    login_needed: () => ({ code: activity?.loginRequired ? 'login_needed' : 'no_login_needed' }),
    namespace: () => (namespaces ? { code: 'namespace', ...namespaces } : { code: 'namespace_unknown' }),
    token: () => ({ code: passed ? 'token_given' : 'token_missing' }),
    passport: () => ({ code: passed ? 'token_known' : 'token_refused' }),
    user_blocked: () => blockedReason(blocked, timezone),
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

function blockedReason(blocked: Blocked | null | undefined, timezone: string): Reason {
  if (blocked === undefined) return { code: 'user_blocks_unknown' };
  if (blocked === null) return { code: 'user_not_blocked' };
  if (blocked.by === 'setting') return { code: 'user_blocked_by_setting' };
  const { by, reason, at } = blocked.user;
  return { code: 'user_blocked', by, why: reason, at: isoInTimezone(at, timezone) };
}

function activityReason(source: ExplainedSource): Reason {
  switch (source.kind) {
    case 'draft':
      return { code: source.activity ? 'activity_found' : 'activity_missing' };
    case 'published':
      return publishedReason(source.served);
    case 'unreadable':
      return { code: 'release_unreadable', releaseNo: source.no };
    default:
      return { code: source.kind };
  }
}

function publishedReason({ activity, candidate }: ServedActivity): Reason {
  const noOf = ({ release }: Activity) => release?.no ?? 0;
  return {
    code: 'published',
    releaseNo: noOf(activity),
    candidateNo: candidate && noOf(candidate.activity),
  };
}
