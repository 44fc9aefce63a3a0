import uPlot, { type AlignedData, type Options, type Series } from 'uplot';
import { axisTimes } from './axis-times.ts';
import type { CountData, SpendData } from './chart-data.ts';
import type { ChartStyle } from './chart-style.ts';

export type ChartInput =
  | { readonly kind: 'spend'; readonly data: SpendData; readonly budget: number | null }
  | { readonly kind: 'count'; readonly data: CountData };

export interface ChartLook {
  readonly width: number;
  readonly height: number;
  readonly tag: string;
  readonly style: ChartStyle;
  sayValue(value: number): string;
  onHover(index: number | null): void;
}

/** Spend: low, high, mid, spent; a count: itself. */
export const alignedData = (input: ChartInput): AlignedData =>
  input.kind === 'spend'
    ? columns(input.data.at, input.data.low, input.data.high, input.data.mid, input.data.spent)
    : columns(input.data.at, input.data.count);

/* uPlot keeps what it is given, so it gets its own. */
const columns = (at: readonly number[], ...values: readonly (readonly (number | null)[])[]): AlignedData => [
  [...at],
  ...values.map((column) => [...column]),
];

const SPEND_LOW = 1;
const SPEND_HIGH = 2;
const SPENT = 4;

/** What uPlot draws: nothing that it would take from the language or the style of the browser. */
export function chartOptions(input: ChartInput, look: ChartLook): Options {
  const { style, tag } = look;
  const axis = {
    stroke: style.text,
    font: style.font,
    ticks: { show: false },
    grid: { stroke: style.grid, width: 1 },
  };
  return {
    width: look.width,
    height: look.height,
    padding: [12, 24, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
    scales: { x: { time: true }, y: { range: (_, __, max) => [0, topOf(max, input)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 40,
        space: 64,
        values: (_, times, __, ___, step) => axisTimes(times, step, { tag }),
      },
      { ...axis, size: 68, space: 44, values: (_, values) => values.map((value) => look.sayValue(value)) },
    ],
    series: [{}, ...(input.kind === 'spend' ? spendLines(style) : [countBars(style)])],
    bands: input.kind === 'spend' ? [{ series: [SPEND_HIGH, SPEND_LOW], fill: style.band }] : [],
    hooks: {
      setCursor: [({ cursor }) => look.onHover(cursor.idx ?? null)],
      draw: [(chart) => drawMarks(chart, input, style)],
    },
  };
}

/** Leaves air above, and shows the budget only where it does not flatten everything else. */
function topOf(max: number | null, input: ChartInput): number {
  const most = max ?? 0;
  const budget = input.kind === 'spend' ? (input.budget ?? 0) : 0;
  const top = budget > most && budget < most * 1.8 ? budget : most;
  return top > 0 ? top * 1.08 : 10;
}

const spendLines = (style: ChartStyle): Series[] => {
  const hidden: Series = { stroke: 'transparent', width: 0, points: { show: false } };
  return [
    hidden,
    hidden,
    { stroke: style.forecast, width: 1.5, dash: [5, 5], points: { show: false } },
    { stroke: style.line, width: 2.5, points: { show: false } },
  ];
};

const countBars = (style: ChartStyle): Series => {
  const bars = uPlot.paths.bars?.({ size: [0.72, 28, 1], align: 1 });
  return {
    stroke: style.line,
    fill: style.line,
    width: 0,
    points: { show: false },
    ...(bars && { paths: bars }),
  };
};

function drawMarks(chart: uPlot, input: ChartInput, style: ChartStyle): void {
  if (input.kind !== 'spend') return;
  const { ctx } = chart;
  const { left, width, top } = chart.bbox;
  ctx.save();
  const budgetAt = input.budget === null ? -1 : chart.valToPos(input.budget, 'y', true);
  if (budgetAt >= top) {
    ctx.strokeStyle = style.budget;
    ctx.lineWidth = devicePixelRatio * 1.5;
    ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(left, budgetAt);
    ctx.lineTo(left + width, budgetAt);
    ctx.stroke();
  }
  // The chart's own data: what it was made with has been replaced since.
  const [times = [], spends = []] = [chart.data[0], chart.data[SPENT]];
  let last = spends.length - 1;
  while (last >= 0 && spends[last] == null) last -= 1;
  const [at, spent] = [times[last], spends[last]];
  if (at !== undefined && spent != null) {
    ctx.setLineDash([]);
    ctx.fillStyle = style.line;
    ctx.beginPath();
    ctx.arc(
      chart.valToPos(at, 'x', true),
      chart.valToPos(spent, 'y', true),
      5 * devicePixelRatio,
      0,
      2 * Math.PI,
    );
    ctx.fill();
  }
  ctx.restore();
}
