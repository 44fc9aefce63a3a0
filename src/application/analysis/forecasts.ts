import type { Simulations } from '../../domain/releases/simulations.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { BriefCache } from '../shared/brief-cache.ts';
import type { SimulationReport } from './simulation/report.ts';
import type { Band } from './simulation/statistics.ts';

/** What is spent up to a moment, in yuan: of ten courses, nine are between `low` and `high`. */
export interface ForecastPoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

export interface Forecast {
  /** In the order of time, from the start of the activity to its end. */
  readonly points: readonly ForecastPoint[];
  readonly whole: Omit<ForecastPoint, 'at'>;
}

const KEPT = { ms: 15_000, most: 200 };

/** What the last simulation of a content says of its cost. */
export class Forecasts {
  readonly #simulations: Pick<Simulations, 'find'>;
  readonly #kept: BriefCache<Forecast | null>;

  constructor(simulations: Pick<Simulations, 'find'>, clock: Clock) {
    this.#simulations = simulations;
    this.#kept = new BriefCache(clock, KEPT);
  }

  /** `null`: it was not simulated. @throws DependencyError if the store does not answer */
  of(activityId: string, content: string): Promise<Forecast | null> {
    return this.#kept.get(`${activityId} ${content}`, async () => {
      const found = await this.#simulations.find(activityId, content);
      const report = found.find(({ state, report: text }) => state === 'done' && text !== null)?.report;
      return report ? forecastIn(report) : null;
    });
  }
}

/** The band at a moment, between the points around it; `null` before the first point of a forecast without any. */
export function forecastAt({ points }: Forecast, at: number): Omit<ForecastPoint, 'at'> {
  const after = points.findIndex((point) => point.at >= at);
  const next = points[after];
  if (!next) return points.at(-1) ?? { low: 0, mid: 0, high: 0 };
  const before = points[after - 1];
  if (!before) return next.at <= at ? next : { low: 0, mid: 0, high: 0 };
  const share = (at - before.at) / (next.at - before.at);
  const between = (name: 'low' | 'mid' | 'high') => before[name] + share * (next[name] - before[name]);
  return { low: between('low'), mid: between('mid'), high: between('high') };
}

/* A report of an earlier program may lack something: then there is no forecast. */
function forecastIn(text: string): Forecast | null {
  const report = JSON.parse(text) as Partial<SimulationReport>;
  const { course, spend, starts_at } = report;
  if (!course || !spend || starts_at === undefined || course.at.length !== course.spend.length) return null;
  const nothing = { at: starts_at, low: 0, mid: 0, high: 0 };
  const points = course.at.map((at, index) => ({ at, ...namedBand(course.spend[index] as Band) }));
  return { points: [nothing, ...points], whole: namedBand(spend) };
}

function namedBand({ p5, p50, p95 }: Band): Omit<ForecastPoint, 'at'> {
  return { low: p5, mid: p50, high: p95 };
}
