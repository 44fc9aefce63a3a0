import type { MeasuredCurve, MeasuredPoint } from './curve.ts';
import type { GroupResult } from './growth-table.ts';

const COLUMNS = 3;
const PANEL = { width: 320, height: 220 };
const PLOT = { left: 52, top: 44, width: 228, height: 124 };
const COLOURS = ['#c8102e', '#56565f', '#0b6e99'];

/** An SVG with a panel for each curve: x is logarithmic, y begins at 0; a thin line goes from the lowest to the highest round. */
export function growthChart(results: readonly GroupResult[]): string {
  const curves = results.flatMap(({ curves: own }) => own);
  const width = COLUMNS * PANEL.width;
  const height = Math.ceil(curves.length / COLUMNS) * PANEL.height + 10;
  const panels = curves.map((curve, index) => {
    const [x, y] = [(index % COLUMNS) * PANEL.width, Math.floor(index / COLUMNS) * PANEL.height];
    return `<g transform="translate(${x} ${y})">\n${panel(curve)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="11">
<style>text{fill:#1d1d1f}.name{font-weight:700}.axis{fill:none;stroke:#d5d5db}.line{fill:none;stroke-width:1.5}.spread{stroke-width:1}</style>
<rect width="${width}" height="${height}" fill="#fff"/>
${panels.join('\n')}
</svg>
`;
}

function panel({ name, of, unit, points }: MeasuredCurve): string {
  const names = Object.keys(points[0]?.series ?? {});
  const most = Math.max(...points.flatMap(({ series }) => Object.values(series).map(({ max }) => max)));
  const [first, last] = [points[0]?.x ?? 1, points.at(-1)?.x ?? 1];
  const xOf = (x: number) =>
    PLOT.left + (PLOT.width * Math.log(x / first)) / Math.max(Math.log(last / first), Number.EPSILON);
  const yOf = (y: number) => PLOT.top + PLOT.height * (1 - y / most);
  const bottom = PLOT.top + PLOT.height;
  return [
    `<text class="name" x="12" y="18">${escaped(name.replaceAll('`', ''))}</text>`,
    ...names.map((each, index) => {
      const at = `x="${12 + index * 90}" y="34"`;
      return `<text ${at} style="fill:${COLOURS[index]}">${escaped(each)}, ${unit}</text>`;
    }),
    `<path class="axis" d="M${PLOT.left} ${PLOT.top}V${bottom}H${PLOT.left + PLOT.width}"/>`,
    `<text x="${PLOT.left - 6}" y="${PLOT.top + 4}" text-anchor="end">${short(most)}</text>`,
    `<text x="${PLOT.left - 6}" y="${bottom}" text-anchor="end">0</text>`,
    ...points.map(
      ({ x }) => `<text x="${xOf(x).toFixed(1)}" y="${bottom + 15}" text-anchor="middle">${short(x)}</text>`,
    ),
    `<text x="${PLOT.left + PLOT.width / 2}" y="${bottom + 31}" text-anchor="middle">${escaped(of)}</text>`,
    ...names.map((each, index) => line(each, COLOURS[index] ?? '#000', points, xOf, yOf)),
  ].join('\n');
}

function line(
  name: string,
  colour: string,
  points: readonly MeasuredPoint[],
  xOf: (x: number) => number,
  yOf: (y: number) => number,
): string {
  const at = points.flatMap(({ x, series }) => {
    const spread = series[name];
    if (!spread) return [];
    const [low, middle, high] = [spread.min, spread.median, spread.max].map((y) => yOf(y).toFixed(1));
    return [{ x: xOf(x).toFixed(1), low, middle, high }];
  });
  return [
    `<path class="line" stroke="${colour}" d="M${at.map(({ x, middle }) => `${x} ${middle}`).join('L')}"/>`,
    ...at.map(({ x, low, high }) => `<path class="spread" stroke="${colour}" d="M${x} ${low}V${high}"/>`),
    ...at.map(({ x, middle }) => `<circle cx="${x}" cy="${middle}" r="2.5" fill="${colour}"/>`),
  ].join('\n');
}

/* Such as `10K`: longer figures would overlap. */
function short(value: number): string {
  return value.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 });
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
