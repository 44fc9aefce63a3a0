/** Returns odds as the rules write them (`1%`, `1/200`, `0.05`) as a share of 1; `NaN` for what is no number. */
export function oddsOf(text: string): number {
  const trimmed = text.trim();
  if (trimmed.endsWith('%')) return Number(trimmed.slice(0, -1)) / 100;
  const [top, bottom] = trimmed.split('/');
  return bottom === undefined ? Number(top) : Number(top) / Number(bottom);
}
