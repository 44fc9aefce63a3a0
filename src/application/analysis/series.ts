import type { DrawCounts } from '../../domain/draws/draw-counts.ts';
import { prizeTable } from '../../domain/draws/prize-table.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { endOfLocalDay, localDay } from '../../domain/shared/local-time.ts';
import type { VisitCounts } from '../../domain/visitors/visit-counts.ts';
import { BriefCache } from '../shared/brief-cache.ts';
import type { ForecastPoint, Forecasts } from './forecasts.ts';
import { faceOf } from './live/activity-face.ts';
import type { LiveContents } from './live/live-contents.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/* A chart is some 1,500 pixels wide. */
const MOST_POINTS = 1500;

const STEPS = [
  ['minute', MINUTE_MS],
  ['hour', HOUR_MS],
  ['day', DAY_MS],
] as const;

export type SeriesStep = (typeof STEPS)[number][0];

export interface SeriesPoint {
  /** Its beginning, in milliseconds since the epoch. */
  readonly at: number;
  readonly visits: number;
  readonly visitors: number;
  readonly draws: number;
  readonly wins: number;
  /** Whole cents, also below. */
  readonly spent: number;
  /** In all, up to the end of this point. */
  readonly spentTotal: number;
}

export interface Series {
  readonly from: number;
  readonly to: number;
  readonly step: SeriesStep;
  readonly timezone: string;
  readonly points: readonly SeriesPoint[];
  readonly forecast: readonly ForecastPoint[] | null;
  readonly budget: number | null;
}

/** A wish; what is left out is the whole time of the activity, in steps that fit. Milliseconds since the epoch. */
export interface WantedSeries {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly step?: SeriesStep | undefined;
}

export interface SeriesServiceDependencies {
  readonly contents: Pick<LiveContents, 'of'>;
  readonly visits: Pick<VisitCounts, 'times'>;
  readonly draws: Pick<DrawCounts, 'times' | 'totals'>;
  readonly forecasts: Pick<Forecasts, 'of'>;
  readonly clock: Clock;
}

/* However many consoles show the chart. */
const KEPT = { ms: 2000, most: 200 };

/** What happened over time, by the sums of the record store: some thousand rows, however many draws there were. */
export class SeriesService {
  readonly #deps: SeriesServiceDependencies;
  readonly #kept: BriefCache<Series | null>;

  constructor(deps: SeriesServiceDependencies) {
    this.#deps = deps;
    this.#kept = new BriefCache(deps.clock, KEPT);
  }

  /** `null`: there is no such activity. @throws DependencyError if the store does not answer */
  of(activityId: string, wanted: WantedSeries): Promise<Series | null> {
    const { from = '', to = '', step = '' } = wanted;
    return this.#kept.get(`${activityId} ${from} ${to} ${step}`, () => this.#made(activityId, wanted));
  }

  async #made(activityId: string, wanted: WantedSeries): Promise<Series | null> {
    const { contents, visits, draws, forecasts, clock } = this.#deps;
    const content = await contents.of(activityId);
    if (!content) return null;
    const now = clock.now();
    const { startsAt, endsAt, timezone } = faceOf(content, now);
    const from = wanted.from ?? startsAt ?? (await this.#firstHour(activityId)) ?? now - DAY_MS;
    const to = Math.max(from, wanted.to ?? Math.min(now, endsAt ?? now));
    const [step, stepMs] = stepFor(to - from, wanted.step);
    const span = { from: beginningOf(from, stepMs, timezone), to: to + 1 };
    const stored = stepMs === MINUTE_MS ? MINUTE_MS : HOUR_MS;
    const [visited, drawn, before, forecast] = await Promise.all([
      visits.times(activityId, stored, span),
      draws.times(activityId, stored, span),
      this.#spentBefore(activityId, span.from),
      forecasts.of(activityId, content.content),
    ]);
    return {
      ...{ from, to, step, timezone },
      points: pointsOf((at) => beginningOf(at, stepMs, timezone), visited, drawn, before),
      forecast: forecast?.points ?? null,
      budget: content.details && prizeTable(content.details).budget,
    };
  }

  async #firstHour(activityId: string): Promise<number | undefined> {
    const all = { from: 0, to: Number.MAX_SAFE_INTEGER };
    const [visited, drawn] = await Promise.all([
      this.#deps.visits.times(activityId, HOUR_MS, all),
      this.#deps.draws.times(activityId, HOUR_MS, all),
    ]);
    const first = Math.min(visited[0]?.at ?? Infinity, drawn[0]?.at ?? Infinity);
    return Number.isFinite(first) ? first : undefined;
  }

  /* By hours, and the minutes of the hour in which it begins. */
  async #spentBefore(activityId: string, at: number): Promise<number> {
    const { draws } = this.#deps;
    const hour = at - (at % HOUR_MS);
    const [hours, minutes] = await Promise.all([
      draws.times(activityId, HOUR_MS, { from: 0, to: hour }),
      draws.times(activityId, MINUTE_MS, { from: hour, to: at }),
    ]);
    return [...hours, ...minutes].reduce((sum, { spent }) => sum + spent, 0);
  }
}

/* The one that is wished for, if it is not too many points; else the smallest that is not, but hours where none is wished for. */
function stepFor(length: number, wished: SeriesStep | undefined): (typeof STEPS)[number] {
  const fits = STEPS.filter(([, ms]) => length / ms <= MOST_POINTS);
  const first = STEPS.findIndex(([step]) => step === wished);
  if (wished !== undefined) return STEPS.slice(first).find((step) => fits.includes(step)) ?? STEPS[2];
  if (length <= 4 * HOUR_MS) return STEPS[0];
  return fits.find(([step]) => step !== 'minute') ?? STEPS[2];
}

/* Days are those of the activity. */
function beginningOf(at: number, stepMs: number, timezone: string): number {
  if (stepMs !== DAY_MS) return at - (at % stepMs);
  const dayBefore = new Date(Date.parse(`${localDay(at, timezone)}T00:00:00Z`) - DAY_MS);
  return endOfLocalDay(dayBefore.toISOString().slice(0, 10), timezone);
}

function pointsOf(
  beginning: (at: number) => number,
  visited: readonly { readonly at: number; readonly visits: number; readonly visitors: number }[],
  drawn: readonly {
    readonly at: number;
    readonly draws: number;
    readonly wins: number;
    readonly spent: number;
  }[],
  before: number,
): readonly SeriesPoint[] {
  const none = { visits: 0, visitors: 0, draws: 0, wins: 0, spent: 0 };
  const points = new Map<number, typeof none>();
  for (const time of [...visited, ...drawn]) {
    const at = beginning(time.at);
    const point = points.get(at) ?? { ...none };
    if ('visits' in time) {
      point.visits += time.visits;
      point.visitors += time.visitors;
    } else {
      point.draws += time.draws;
      point.wins += time.wins;
      point.spent += time.spent;
    }
    points.set(at, point);
  }
  let spentTotal = before;
  return [...points]
    .sort(([one], [other]) => one - other)
    .map(([at, point]) => {
      spentTotal += point.spent;
      return { at, ...point, spentTotal };
    });
}
