import type uPlot from 'uplot';
import type { Band } from '../../../../src/application/analysis/simulation/statistics.ts';

interface Wanted {
  readonly at: readonly number[];
  readonly bands: readonly Band[];
  readonly timezone: string;
  readonly line: number | null;
  readonly lineLabel: string;
  readonly label: string;
  readonly unit: string;
  readonly small: boolean;
  readonly colour: (name: string) => string;
  readonly tag: string;
  readonly size: { readonly width: number; readonly height: number };
}

/* uPlot looks for places of its ticks by local time: in that of the activity. */
const toZone = (timezone: string) => (seconds: number) => {
  const local = new Date(seconds * 1000).toLocaleString('sv-SE', { timeZone: timezone });
  return new Date(local.replace(' ', 'T'));
};

/** Returns a band (P5 to P95) with its middle, and a level to be compared with, for uPlot. */
export function bandPlot(wanted: Wanted): { options: uPlot.Options; data: uPlot.AlignedData } {
  const { at, bands, line, lineLabel, label, colour, size, timezone } = wanted;
  const edge = (): uPlot.Series => ({ stroke: 'transparent', points: { show: false } });
  const middle: uPlot.Series = { label, stroke: colour('accent'), width: 2, points: { show: false } };
  const level: uPlot.Series = {
    label: lineLabel,
    stroke: colour('danger'),
    width: 1.5,
    dash: [6, 4],
    points: { show: false },
  };
  const fill = `color-mix(in srgb, ${colour('accent')} 22%, transparent)`;
  return {
    options: {
      ...size,
      tzDate: toZone(timezone),
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 12, 0, 0],
      scales: { y: { range: (_plot, _low, high) => [0, Math.max(high, line ?? 0, 1) * 1.08] } },
      axes: axesOf(wanted),
      series: [{}, edge(), middle, edge(), ...(line === null ? [] : [level])],
      bands: [{ series: [1, 3], fill }],
    },
    data: [
      at.map((time) => time / 1000),
      bands.map(({ p95 }) => p95),
      bands.map(({ p50 }) => p50),
      bands.map(({ p5 }) => p5),
      ...(line === null ? [] : [at.map(() => line)]),
    ],
  };
}

/* Yuan and prizes: no half of them. */
const WHOLE = [1, 2, 5]
  .flatMap((step) => Array.from({ length: 12 }, (_, power) => step * 10 ** power))
  .sort((a, b) => a - b);

function axesOf({ colour, tag, unit, small, timezone }: Wanted): uPlot.Axis[] {
  const look = {
    stroke: colour('ink-2'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
  };
  const number = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(tag, { month: 'numeric', day: 'numeric', timeZone: timezone });
  const hour = new Intl.DateTimeFormat(tag, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: timezone,
  });
  return [
    {
      ...look,
      size: 26,
      grid: { show: false },
      space: small ? 70 : 90,
      values: (_plot, splits, _axis, _space, step) =>
        splits.map((seconds) => (step >= 86_400 ? day : hour).format(seconds * 1000)),
    },
    {
      ...look,
      size: 56,
      space: small ? 34 : 48,
      incrs: WHOLE,
      values: (_plot, splits) => splits.map((value) => unit + number.format(value)),
    },
  ];
}
