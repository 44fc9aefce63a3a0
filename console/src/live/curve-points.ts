/** Returns the points of a small curve in a box of 100 × 32, from nothing at its foot to the largest value; `''` for too few. */
export function curvePoints(values: readonly number[]): string {
  if (values.length < 2) return '';
  const top = Math.max(...values, 0) || 1;
  return values
    .map((value, index) => `${round((index / (values.length - 1)) * 100)},${round(31 - (value / top) * 28)}`)
    .join(' ');
}

const round = (value: number): number => Math.round(value * 100) / 100;
