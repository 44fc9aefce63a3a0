import { compare, type Fraction, fraction, parseDecimal } from '../shared/fraction.ts';

const ONE: Fraction = { numerator: 1n, denominator: 1n };

/** Reads odds written `0.5%` or `1/200`, exactly; `null` if the text is neither or is over 1. */
export function parseOdds(text: string): Fraction | null {
  const odds = text.endsWith('%') ? parsePercentage(text.slice(0, -1)) : parseRatio(text);
  return odds && compare(odds, ONE) <= 0 ? odds : null;
}

function parsePercentage(text: string): Fraction | null {
  const percent = parseDecimal(text);
  return percent && fraction(percent.numerator, percent.denominator * 100n);
}

function parseRatio(text: string): Fraction | null {
  const match = /^(\d{1,15})\/(\d{1,15})$/.exec(text);
  if (!match?.[1] || !match[2] || /^0+$/.test(match[2])) return null;
  return fraction(BigInt(match[1]), BigInt(match[2]));
}
