import { type Activity, type Phase, phaseAt } from '../../../domain/activities/activity.ts';
import { isoInTimezone } from '../../../domain/shared/local-time.ts';
import type { AuthoringKind } from '../authoring-kind.ts';
import type { DrawsSummary } from './draws-summary.ts';
import type { GoodsSummary } from './goods-summary.ts';

/* For kinds whose files name no time zone. */
const TIMEZONE = 'Asia/Shanghai';

/** What was ordered, to be read once more before the launch. Amounts are decimal texts, exact. */
export interface LaunchSummary {
  readonly activityId: string;
  readonly dispatch: string;
  readonly title: string;
  readonly window: WindowSummary;
  readonly audience: {
    readonly login: boolean;
    /** `null` where the zone is not looked at. */
    readonly zones: readonly string[] | null;
  };
  /** Of a kind whose visitors draw prizes. */
  readonly draws: DrawsSummary | null;
  /** Of a kind that shows goods. */
  readonly goods: GoodsSummary | null;
}

export interface WindowSummary {
  readonly timezone: string;
  /** ISO 8601 in that time zone; `null` where it is open on that side. */
  readonly startsAt: string | null;
  /** Exclusive. */
  readonly endsAt: string | null;
  /** `null` where it is open on a side. */
  readonly durationSeconds: number | null;
  readonly phase: Phase;
}

/** @param now milliseconds since the epoch */
export function launchSummary(activity: Activity, kind: AuthoringKind, now: number): LaunchSummary {
  const { id, dispatch, title, loginRequired, zones } = activity;
  const { timezone, draws, goods } = kind.authoring.summarize(activity);
  return {
    activityId: id,
    dispatch,
    title,
    window: windowSummary(activity, timezone ?? TIMEZONE, now),
    audience: { login: loginRequired, zones: zones && [...zones] },
    draws,
    goods,
  };
}

function windowSummary(activity: Activity, timezone: string, now: number): WindowSummary {
  const { startsAt, endsAt } = activity;
  const local = (at: number | null) => (at === null ? null : isoInTimezone(at, timezone));
  return {
    timezone,
    startsAt: local(startsAt),
    endsAt: local(endsAt),
    durationSeconds: startsAt === null || endsAt === null ? null : Math.round((endsAt - startsAt) / 1000),
    phase: phaseAt(activity, now),
  };
}
