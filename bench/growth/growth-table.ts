import type { Spread } from '../spread.ts';
import { markdownTable } from '../tables.ts';
import type { MeasuredCurve, MeasuredPoint } from './curve.ts';
import { FAILED } from './probes.ts';
import { WHY } from './why.ts';

export interface GroupResult {
  readonly group: string;
  readonly curves: readonly MeasuredCurve[];
}

/** The results as Markdown: a table for each curve, the exponents, and why it grows so. */
export function growthTable(results: readonly GroupResult[]): string {
  return results
    .flatMap(({ group, curves }) => curves.map((curve) => curveText(curve, WHY[`${group}: ${curve.name}`])))
    .join('\n\n');
}

function curveText({ name, of, unit, points, exponents }: MeasuredCurve, why = ''): string {
  const series = Object.keys(points[0]?.series ?? {});
  const notes = Object.keys(points[0]?.notes ?? {}).filter(
    (note) => note !== FAILED || points.some(({ notes }) => (notes[FAILED] ?? 0) > 0),
  );
  const head = [of, ...series.map((each) => `${each}, ${unit}`), ...notes];
  const grows = series.flatMap((each) => {
    const { all, last } = exponents[each] ?? { all: Number.NaN, last: Number.NaN };
    if (!Number.isFinite(all)) return [];
    return `${series.length > 1 ? `${each}: ` : ''}${all.toFixed(2)} (${last.toFixed(2)} between the last two)`;
  });
  return [
    `### ${name}, by ${of}`,
    '',
    markdownTable([head, ...points.map((point) => cells(point, series, notes))]),
    '',
    `Exponent: ${grows.join('; ')}. ${why}`.trim(),
  ].join('\n');
}

function cells({ x, series, notes }: MeasuredPoint, names: readonly string[], more: readonly string[]) {
  return [
    x.toLocaleString('en'),
    ...names.map((name) => threeFigures(series[name])),
    ...more.map((name) => figure(notes[name])),
  ];
}

function threeFigures(spread: Spread | undefined): string {
  if (!spread) return '';
  return `${figure(spread.median)} (${figure(spread.min)}–${figure(spread.max)})`;
}

/** With three digits that count. */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  if (Number.isInteger(value)) return value.toLocaleString('en');
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
