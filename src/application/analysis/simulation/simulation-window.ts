import type { Activity } from '../../../domain/activities/activity.ts';
import { codePrizes, withCodes } from '../../../domain/draws/code-stock.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { PoolSizes } from '../../../domain/draws/unit-pools.ts';
import type { Window } from './traffic.ts';

const DAY_MS = 86_400_000;

/* How much of an activity without an end is simulated. */
const OPEN_DAYS = 7;

/** @param now milliseconds since the epoch */
export function simulationWindow(
  { startsAt: start, endsAt }: Pick<Activity, 'startsAt' | 'endsAt'>,
  now: number,
): Window {
  const startsAt = start ?? Math.min(now, (endsAt ?? now + DAY_MS) - DAY_MS);
  return { startsAt, endsAt: endsAt ?? startsAt + OPEN_DAYS * DAY_MS };
}

/**
 * The activity with the codes that are loaded. A prize that has none is simulated as if it had enough, since codes come
 * late.
 */
export function withLoadedCodes(activity: Activity<DrawDetails>, sizes: PoolSizes): Activity<DrawDetails> {
  const loaded = codePrizes(activity.details).filter((id) => (sizes[id] ?? 0) > 0);
  return { ...activity, details: withCodes(activity.details, sizes, loaded) };
}
