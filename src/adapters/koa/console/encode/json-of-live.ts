import type { z } from 'zod';
import type { ActivityFace } from '../../../../application/analysis/live/activity-face.ts';
import type { LiveEvent, LivePrize, LiveView } from '../../../../application/analysis/live/live-view.ts';
import type { Rates } from '../../../../application/analysis/live/pace.ts';
import { centsText } from '../../../../domain/shared/money.ts';
import { RESPONSES, type ResponseCode } from '../../http/responses.ts';
import type { LiveEvent as LiveEventJson, LiveState, liveError, livePrize } from '../contract/live.ts';
import { isoOf, isoOrNull } from './iso.ts';

const FAULTS: readonly string[] = ['internal_error', 'system_busy'] satisfies ResponseCode[];

/** Yuan with two decimals. */
export function yuanText(yuan: number): string {
  return centsText(Math.round(yuan * 100));
}

/** The number of an answer in the documents; 0 of one that this program does not know. */
export function retOf(code: string): number {
  return Object.hasOwn(RESPONSES, code) ? RESPONSES[code as ResponseCode].ret : 0;
}

function isFault(code: string): boolean {
  return FAULTS.includes(code);
}

/** What goes on, as the console reads it. */
export function jsonOfView(view: LiveView): LiveState {
  const { at, away, totals, spent, budget, forecast } = view;
  const secondsAway = (since: number | null) => (since === null ? null : Math.max(0, at - since) / 1000);
  return {
    at: isoOf(at),
    activity: jsonOfFace(view.activity),
    stale: away.ledger !== null || away.records !== null,
    age: { ledger: secondsAway(away.ledger), records: secondsAway(away.records) },
    totals,
    per_second: rounded(view.perSecond),
    per_second_before: rounded(view.perSecondBefore),
    funnel: funnelOf(totals),
    spend: {
      spent: centsText(spent),
      budget: budget === null ? null : centsText(budget),
      share: budget === null || budget === 0 ? null : spent / budget,
    },
    forecast: forecast && {
      low: yuanText(forecast.low),
      mid: yuanText(forecast.mid),
      high: yuanText(forecast.high),
    },
    prizes: view.prizes.map(jsonOfPrize),
    deliveries: view.deliveries,
    errors: view.refusals.map(
      ({ code, lastMinute, lastHour }): z.output<typeof liveError> => ({
        ...{ code, ret: retOf(code), fault: isFault(code) },
        ...{ last_minute: lastMinute, last_hour: lastHour },
      }),
    ),
    chances: {
      earned: view.earned,
      draws_per_drawer: totals.drawers === 0 ? null : totals.draws / totals.drawers,
    },
  };
}

export function jsonOfFace(face: ActivityFace): LiveState['activity'] {
  const { activityId, title, phase, startsAt, endsAt, timezone, releaseNo, candidateNo } = face;
  return {
    ...{ activity_id: activityId, title, phase, timezone },
    ...{ starts_at: isoOrNull(startsAt), ends_at: isoOrNull(endsAt) },
    ...{ release_no: releaseNo, candidate_no: candidateNo },
  };
}

export function jsonOfEvent({ id, at, kind, ...params }: LiveEvent): LiveEventJson {
  return { id, at: isoOf(at), kind, params: snakeCased(params) };
}

function jsonOfPrize(prize: LivePrize): z.output<typeof livePrize> {
  const { perMinute, runOutAt, ...same } = prize;
  return { ...same, per_minute: twoDecimals(perMinute), run_out_at: isoOrNull(runOutAt) };
}

/* A user may win more than once: wins are a share of draws. */
function funnelOf({ visitors, drawers, draws, wins, claimed }: LiveView['totals']): LiveState['funnel'] {
  const steps = [
    ['visitors', visitors, null],
    ['drawers', drawers, visitors],
    ['wins', wins, draws],
    ['claimed', claimed, wins],
  ] as const;
  return steps.map(([step, count, before]) => ({ step, count, share: before ? count / before : null }));
}

function rounded({ visits, draws, wins }: Rates): Rates {
  return { visits: twoDecimals(visits), draws: twoDecimals(draws), wins: twoDecimals(wins) };
}

function twoDecimals(value: number): number {
  return Math.round(value * 100) / 100;
}

function snakeCased(params: Record<string, unknown>): LiveEventJson['params'] {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value as string | number | null,
    ]),
  );
}
