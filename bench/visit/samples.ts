import { percentile, sortedOf } from './percentile.ts';

export const STEPS = ['page', 'asset', 'static', 'media', 'draw', 'prizes'] as const;
export type Step = (typeof STEPS)[number];

export interface Delay {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

/** What the users of a crowd have met, while it is measured. Times are milliseconds. */
export class Samples {
  readonly #steps: Record<Step, number[]> = {
    page: [],
    asset: [],
    static: [],
    media: [],
    draw: [],
    prizes: [],
  };
  readonly #visits: number[] = [];
  readonly #failures = new Map<string, number>();
  #bytes = 0;
  #visitCount = 0;

  step(step: Step, ms: number, bytes: number): void {
    this.#steps[step].push(ms);
    this.#bytes += bytes;
  }

  /** @param serviceMs what the user has waited in all, without thinking; `null` if not all of the visit is known */
  visit(serviceMs: number | null): void {
    this.#visitCount += 1;
    if (serviceMs !== null) this.#visits.push(serviceMs);
  }

  failure(what: string): void {
    this.#failures.set(what, (this.#failures.get(what) ?? 0) + 1);
  }

  get visits(): number {
    return this.#visitCount;
  }

  get bytesPerVisit(): number {
    return this.#bytes / this.visits;
  }

  get requests(): number {
    return STEPS.reduce((sum, step) => sum + this.#steps[step].length, 0);
  }

  get failures(): ReadonlyMap<string, number> {
    return this.#failures;
  }

  visitDelay(): Delay {
    return delayOf(this.#visits);
  }

  stepDelays(): Record<Step, Delay> {
    return Object.fromEntries(STEPS.map((step) => [step, delayOf(this.#steps[step])])) as Record<Step, Delay>;
  }
}

function delayOf(values: readonly number[]): Delay {
  const sorted = sortedOf(values);
  return { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), count: sorted.length };
}
