import type { PrizeRule } from '../../../domain/draws/prize-rule.ts';

/** So much of the time from one step to the next counts as "right behind the step". */
export const BEHIND_STEP = 0.1;

/** Finds out, for the wins of a prize that is freed in steps, whether they come right behind a step. */
export class StepShare {
  readonly #steps: readonly number[];
  readonly #endsAt: number;

  static of(rule: PrizeRule | undefined, endsAt: number): StepShare | null {
    if (!rule || !Array.isArray(rule.release)) return null;
    return new StepShare(
      rule.release.map(({ at }) => at).sort((a, b) => a - b),
      endsAt,
    );
  }

  private constructor(steps: readonly number[], endsAt: number) {
    this.#steps = steps;
    this.#endsAt = endsAt;
  }

  /** @param at milliseconds since the epoch */
  isBehindStep(at: number): boolean {
    const step = this.#steps.findLast((each) => each <= at);
    if (step === undefined) return false;
    const next = this.#steps.find((each) => each > at) ?? Math.max(this.#endsAt, step);
    return at - step < (next - step) * BEHIND_STEP;
  }
}
