/**
 * The smallest value that at least this share of the values does not exceed (nearest rank); NaN of none.
 * @param sorted ascending
 * @param share from 0 to 1
 */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

export function sortedOf(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}
