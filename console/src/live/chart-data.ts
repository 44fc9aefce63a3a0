import type { LiveState, Series } from '../../../src/adapters/koa/console/contract/live.ts';

export type CountName = 'visits' | 'draws' | 'wins';

/** Columns of equal length; times in seconds since the epoch, as uPlot wants them. */
export interface SpendData {
  readonly at: readonly number[];
  readonly spent: readonly (number | null)[];
  readonly low: readonly (number | null)[];
  readonly mid: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

export interface CountData {
  readonly at: readonly number[];
  readonly count: readonly number[];
}

const STEP_SECONDS = { minute: 60, hour: 3600, day: 86_400 } as const;

const secondsOf = (iso: string): number => Date.parse(iso) / 1000;

interface Dot {
  readonly at: number;
  readonly value: number;
}

/** What was spent by when: at the end of each point, from nothing at the beginning, to what the last state says. */
function spentDots(series: Series, live: Pick<LiveState, 'at' | 'spend'> | null): Dot[] {
  const step = STEP_SECONDS[series.step];
  const to = live ? secondsOf(live.at) : secondsOf(series.to);
  const first = series.points[0];
  const before = first ? Number(first.spent_total) - Number(first.spent) : 0;
  const dots = [{ at: secondsOf(series.from), value: before }];
  for (const point of series.points) {
    const begin = Math.max(secondsOf(point.at), dots[0]?.at ?? 0);
    const last = dots.at(-1);
    // Where nothing happened there is no point, and the line stays level.
    if (last && begin > last.at) dots.push({ at: begin, value: last.value });
    dots.push({ at: Math.min(secondsOf(point.at) + step, to), value: Number(point.spent_total) });
  }
  const last = dots.at(-1)?.value ?? 0;
  const end = { at: to, value: live ? Math.max(last, Number(live.spend.spent)) : last };
  // The present step ends now as well, with what was spent when it was asked for.
  return [...dots.filter(({ at }, index) => index === 0 || at < to), end];
}

/** Returns the values at these times, in their order, on the line through the dots; `null` outside of it. */
function valuesAt(dots: readonly Dot[], times: readonly number[]): (number | null)[] {
  let next = 0;
  return times.map((time) => {
    while (next < dots.length && (dots[next] as Dot).at < time) next += 1;
    const right = dots[next];
    const left = dots[next - 1];
    if (!right) return null;
    if (right.at === time) return right.value;
    if (!left) return null;
    return left.value + ((right.value - left.value) * (time - left.at)) / (right.at - left.at);
  });
}

/** Spend and the band of its forecast over the same times, up to `until` in milliseconds. */
export function spendData(
  series: Series,
  live: Pick<LiveState, 'at' | 'spend'> | null,
  until = Number.POSITIVE_INFINITY,
): SpendData {
  const spent = spentDots(series, live);
  const from = secondsOf(series.from);
  const band = series.forecast ?? [];
  const line = (name: 'low' | 'mid' | 'high'): Dot[] =>
    band.map((dot) => ({ at: secondsOf(dot.at), value: Number(dot[name]) }));
  const [low, mid, high] = [line('low'), line('mid'), line('high')];
  const end = Math.max(until / 1000, spent.at(-1)?.at ?? 0);
  const times = [...spent, ...mid].map(({ at }) => at).filter((at) => at >= from && at <= end);
  const at = [...new Set(times)].sort((one, other) => one - other);
  return {
    at,
    spent: valuesAt(spent, at),
    low: valuesAt(low, at),
    mid: valuesAt(mid, at),
    high: valuesAt(high, at),
  };
}

/** Until when a chart of all shows the forecast, in milliseconds: as far ahead as there is behind, and a day at least. */
export function pictureEnd({ from, to }: Pick<Series, 'from' | 'to'>): number {
  const now = Date.parse(to);
  return now + Math.max(now - Date.parse(from), 86_400_000);
}

/** Whether so little has happened yet that its last hour says more than all of it. */
export function isYoung({ points, forecast, to }: Series): boolean {
  const [first] = points;
  return forecast === null && (!first || Date.parse(to) - Date.parse(first.at) < 2 * 3_600_000);
}

/** Leaves out the time before the first visit, as of an activity that was published long after its start. */
export function fromFirst(series: Series): Series {
  const [first] = series.points;
  if (!first || series.forecast) return series;
  const before = Date.parse(first.at) - STEP_SECONDS[series.step] * 1000;
  return { ...series, from: new Date(Math.max(before, Date.parse(series.from))).toISOString() };
}

/** How many happened in each step; 0 where there is no point. */
export function countData(series: Series, name: CountName): CountData {
  const step = STEP_SECONDS[series.step];
  const [from, to] = [secondsOf(series.from), secondsOf(series.to)];
  const known = new Map(series.points.map((point) => [secondsOf(point.at), point[name]]));
  // Steps begin where the points do: days begin at midnight of some zone.
  const anchor = series.points[0] ? secondsOf(series.points[0].at) : from;
  const start = anchor - Math.floor((anchor - from) / step) * step;
  const times = new Set(known.keys());
  for (let time = start; time < to || times.size < 2; time += step) times.add(time);
  const at = [...times].sort((one, other) => one - other);
  return { at, count: at.map((time) => known.get(time) ?? 0) };
}

/**
 * The last values of a count by minute, for a small curve. The present minute is left out, since it is not over, unless
 * there is nothing before it.
 */
export function recentCounts(series: Series | undefined, name: CountName | 'spent', minutes = 30): number[] {
  if (series?.step !== 'minute') return [];
  const to = Math.floor(secondsOf(series.to) / 60) * 60;
  const known = new Map(series.points.map((point) => [secondsOf(point.at), Number(point[name])]));
  const values = Array.from({ length: minutes }, (_, index) => known.get(to - (minutes - index) * 60) ?? 0);
  return values.some((value) => value > 0) ? values : [...values.slice(1), known.get(to) ?? 0];
}
