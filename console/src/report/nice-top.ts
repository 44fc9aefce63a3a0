/** Returns the next round number at or above: 1, 2, 2.5 or 5 times a power of ten; whole, and at least 4. */
export function niceTop(value: number): number {
  if (value <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 2, 2.5, 4, 5, 10].find((candidate) => candidate * power >= value) ?? 10;
  return factor * power;
}
