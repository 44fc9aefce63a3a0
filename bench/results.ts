import type { Round } from './load.ts';
import type { Variant } from './variants.ts';

export interface Measured extends Round {
  /** CPU time of the server's processes for a request, in microseconds. */
  readonly cpuMicros: number;
}

/** The lowest, the middle and the highest of the rounds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export interface Ratio extends Spread {
  readonly floor: string;
  readonly wanted: number;
}

export interface Result {
  readonly group: string;
  readonly name: string;
  readonly cpuMicros: Spread;
  /** The floor's CPU time, divided by that of this server in the same round: above 1, this one needs less. */
  readonly ratios: readonly Ratio[];
  readonly perSecond: Spread;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

/** @param measured the rounds of each variant */
export function resultsOf(measured: ReadonlyMap<Variant, readonly Measured[]>): Result[] {
  const cpuOf = (variant: Variant) => (measured.get(variant) ?? []).map(({ cpuMicros }) => cpuMicros);
  return [...measured].map(([variant, rounds]) => {
    const own = cpuOf(variant);
    const ratios = variant.floors.map(({ floor, wanted }): Ratio => {
      const other = [...measured.keys()].find(({ group, name }) => group === variant.group && name === floor);
      const theirs = other ? cpuOf(other) : [];
      return { floor, wanted, ...spreadOf(own.map((cpu, round) => (theirs[round] ?? Number.NaN) / cpu)) };
    });
    return {
      group: variant.group,
      name: variant.name,
      cpuMicros: spreadOf(own),
      ratios,
      perSecond: spreadOf(rounds.map(({ perSecond }) => perSecond)),
      p50: spreadOf(rounds.map(({ p50 }) => p50)).median,
      p99: spreadOf(rounds.map(({ p99 }) => p99)).median,
      failed: rounds.reduce((sum, { failed }) => sum + failed, 0),
    };
  });
}

export function spreadOf(numbers: readonly number[]): Spread {
  const sorted = [...numbers].sort((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) };
}

const HEAD = [
  'request',
  'server',
  'CPU µs',
  'ratio to the floor',
  'wanted',
  'requests/s',
  'p50 ms',
  'p99 ms',
];

/** The rows of the report, the first of which is the head. */
export function rowsOf(results: readonly Result[]): string[][] {
  let group = '';
  const rows = results.map((result) => {
    const first = result.group === group ? '' : result.group;
    group = result.group;
    const { name, cpuMicros, ratios, perSecond, p50, p99 } = result;
    return [
      first,
      name,
      shown(cpuMicros, cpuMicros.median < 10 ? 1 : 0),
      ratios.map((ratio) => `${shown(ratio, 2)} of ${ratio.floor}`).join('; '),
      ratios.map(({ wanted }) => wanted.toFixed(2)).join('; '),
      perSecond.median.toFixed(0),
      p50.toFixed(1),
      p99.toFixed(1),
    ];
  });
  return [HEAD, ...rows];
}

function shown({ min, median, max }: Spread, digits: number): string {
  return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
}

export function markdownOf([head = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The same in columns, for a terminal. */
export function columnsOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
