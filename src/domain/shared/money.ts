import { z } from 'zod';
import { readByHand } from './bounded.ts';
import { type Fraction, parseDecimal } from './fraction.ts';
import { givenParam, issueOf } from './issue.ts';

/** An amount written as a decimal text, such as `"10.00"`: a JSON number would already be a rounded one. */
export const money = readByHand(z.string(), (value, context): Fraction => {
  const parsed = typeof value === 'string' ? parseDecimal(value) : null;
  if (parsed) return parsed;
  context.addIssue(issueOf('bad_money', givenParam(value)));
  return z.NEVER;
});

/* The largest whole number that a double, and so Lua, holds exactly: 90 trillion yuan. */
export const MOST_CENTS = Number.MAX_SAFE_INTEGER;

/** Whole cents, a part of one counted as one; at most `MOST_CENTS`. */
export function centsUp({ numerator, denominator }: Fraction): number {
  return safe((numerator * 100n + denominator - 1n) / denominator);
}

/** Whole cents, a part of one left out; at most `MOST_CENTS`. */
export function centsDown({ numerator, denominator }: Fraction): number {
  return safe((numerator * 100n) / denominator);
}

/** Whole cents as a decimal text, such as `10.00`. */
export function centsText(cents: number): string {
  return (cents / 100).toFixed(2);
}

function safe(cents: bigint): number {
  return cents > BigInt(MOST_CENTS) ? MOST_CENTS : Number(cents);
}
