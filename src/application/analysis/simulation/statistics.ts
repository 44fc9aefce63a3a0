export interface Band {
  readonly p5: number;
  readonly p50: number;
  readonly p95: number;
}

/** A mean, and the interval that holds the true mean in 95 of 100 simulations. */
export interface Mean {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The percentiles by the nearest rank: each is one of the values.
 * @param values at least one; infinite ones sort last
 */
export function bandOf(values: readonly number[]): Band {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number;
  return { p5: rank(0.05), p50: rank(0.5), p95: rank(0.95) };
}

/* Student's t for 95 %, by degrees of freedom 1 to 10; from there on a formula is near enough. */
const T_95 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

/** @param values at least one; of a single one the interval is not known and is the value itself */
export function meanOf(values: readonly number[]): Mean {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { mean, low: mean, high: mean };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  // Cornish and Fisher's expansion of the t quantile around the normal one, to the second term.
  const t = T_95[n - 2] ?? 1.96 + (1.96 ** 3 + 1.96) / (4 * (n - 1)) + 0.96 / (n - 1) ** 2;
  const half = t * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}
