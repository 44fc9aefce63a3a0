/** One figure, before it is written with its date. */
export interface Cost {
  readonly value: number;
  readonly unit: 'µs' | 'bytes' | 'files';
  readonly what: string;
  /** Of the rounds, where there were several. */
  readonly lowest?: number;
  readonly highest?: number;
}

/** By names such as `service.page`. */
export type Costs = Readonly<Record<string, Cost>>;

/** What has been used for each of so many. */
export const micros = (seconds: number, count: number, what: string): Cost => ({
  value: rounded((seconds * 1e6) / count),
  unit: 'µs',
  what,
});

export const bytes = (all: number, count: number, what: string): Cost => ({
  value: Math.max(0, Math.round(all / count)),
  unit: 'bytes',
  what,
});

/** The middle one of the rounds. */
export function microsOfRounds(rounds: readonly number[], what: string): Cost {
  const sorted = [...rounds].sort((a, b) => a - b).map(rounded);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const [value, lowest, highest] = [at(Math.floor(sorted.length / 2)), at(0), at(sorted.length - 1)];
  return { value, unit: 'µs', what, lowest, highest };
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
