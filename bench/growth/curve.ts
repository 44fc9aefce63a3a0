import type { Spread } from '../spread.ts';
/** What one round of a point has measured: a value for each series, such as `service` and `Redis`. */
export type Measures = Readonly<Record<string, number>>;

/** A point of a curve that can be measured now. */
export interface Probe {
  warmUp?(): Promise<void>;
  round(): Promise<Measures>;
  /** What is of interest beside the curve, after the last round, such as memory. */
  notes?(): Promise<Measures>;
}

export interface Point {
  readonly x: number;
  /** Starts what it needs. */
  open(): Promise<Probe>;
}

/** How a cost grows with one quantity. */
export interface Curve {
  readonly name: string;
  /** What grows. */
  readonly of: string;
  /** Of the measured values. */
  readonly unit: 'µs' | 'ms' | 'ns' | 'MiB';
  readonly points: readonly Point[];
}

/** Curves whose rounds are interleaved; what was started for them ends together. */
export interface Group {
  readonly name: string;
  open(): Promise<{ readonly curves: readonly Curve[]; close(): Promise<void> }>;
}

export interface MeasuredPoint {
  readonly x: number;
  readonly series: Readonly<Record<string, Spread>>;
  readonly notes: Measures;
}

export interface MeasuredCurve extends Pick<Curve, 'name' | 'of' | 'unit'> {
  readonly points: readonly MeasuredPoint[];
  /** Of each series: the cost grows with this power of the quantity, over all points and over the last two. */
  readonly exponents: Readonly<Record<string, { readonly all: number; readonly last: number }>>;
}

/** The slope of the line that is nearest to the points in a log-log diagram (least squares). */
export function exponentOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  const logs = points.filter(({ y }) => y > 0).map(({ x, y }) => ({ x: Math.log(x), y: Math.log(y) }));
  const mean = (key: 'x' | 'y') => logs.reduce((sum, point) => sum + point[key], 0) / logs.length;
  const [x, y] = [mean('x'), mean('y')];
  const over = logs.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return over / logs.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}
