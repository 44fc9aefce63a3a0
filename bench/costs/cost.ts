/** One figure, before it is written with its date. */
export interface Cost {
  readonly value: number;
  readonly unit: 'µs' | 'bytes';
  readonly what: string;
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

/** The middle one. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export const rounded = (value: number) => Number(value.toPrecision(3));
