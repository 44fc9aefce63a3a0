/** Returns `#abc` as `#aabbcc`, the only form that a colour input takes; `null` for none. */
export function longHex(hex: string | null): string | null {
  if (hex === null || hex.length === 7) return hex?.toLowerCase() ?? null;
  return `#${[...hex.slice(1)].map((digit) => digit + digit).join('')}`.toLowerCase();
}
