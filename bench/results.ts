import type { Round } from './load.ts';
import { type Spread, spreadOf, spreadText } from './spread.ts';
import type { Row } from './tables.ts';
import type { Variant } from './variants.ts';

export interface Measured extends Round {
  /** CPU time of the server's processes for a request, in microseconds. */
  readonly cpuMicros: number;
}

export interface Ratio extends Spread {
  readonly floor: string;
  readonly wanted: number | null;
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
export function rowsOf(results: readonly Result[]): Row[] {
  let group = '';
  const rows = results.map((result) => {
    const first = result.group === group ? '' : result.group;
    group = result.group;
    const { name, cpuMicros, ratios, perSecond, p50, p99 } = result;
    return [
      first,
      name,
      spreadText(cpuMicros, cpuMicros.median < 10 ? 1 : 0),
      ratios.map((ratio) => `${spreadText(ratio, 2)} of ${ratio.floor}`).join('; '),
      ratios.map(({ wanted }) => wanted?.toFixed(2) ?? '–').join('; '),
      perSecond.median.toFixed(0),
      p50.toFixed(1),
      p99.toFixed(1),
    ];
  });
  return [HEAD, ...rows];
}
