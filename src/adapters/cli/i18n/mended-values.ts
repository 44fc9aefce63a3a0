import { moneyText, percentText } from '../../../application/authoring/check/exact-text.ts';
import { parseOdds } from '../../../domain/draws/odds.ts';
import { compare, type Fraction, fraction, parseDecimal } from '../../../domain/shared/fraction.ts';
import { instant } from '../../../domain/shared/instant.ts';

const ONE = fraction(1n, 1n);

/* What a Chinese keyboard types for ASCII, and the yen sign that stands for the yuan. */
const FULL_WIDTH = /[\uff01-\uff5e\uffe5\u3000]/u;

/** The first full-width character of the text; `null` if it has none. */
export function fullWidthSign(text: string): string | null {
  return FULL_WIDTH.exec(text)?.[0] ?? null;
}

/**
 * The odds that may have been meant by a value that was refused, each as it is to be written, the likeliest first. A
 * bare `0.08` is 8 % as a probability, and 0.08 % for an author who thinks in percent: only the author knows.
 */
export function mendedOdds(given: unknown): string[] {
  const text = foldedText(given);
  if (parseOdds(text)) return [text];
  if (text.endsWith('‰')) {
    const thousandths = parseDecimal(text.slice(0, -1));
    return thousandths ? percentages(fraction(thousandths.numerator, thousandths.denominator * 1000n)) : [];
  }
  const bare = parseDecimal(text);
  if (!bare) return [];
  const asPercent = fraction(bare.numerator, bare.denominator * 100n);
  return [...new Set([...percentages(bare), ...percentages(asPercent)])];
}

/** The amount that was meant, as it is to be written; `null` if that cannot be said. */
export function mendedMoney(given: unknown): string | null {
  const text = foldedText(given)
    .replace(/^(?:[¥$]|RMB|CNY|人民币)/i, '')
    .replace(/(?:元|块|RMB|CNY)$/i, '');
  const amount = parseDecimal(
    /^\d{1,3}(?:,\d{3}){1,4}(?:\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text,
  );
  return amount && moneyText(amount);
}

/** The time that was meant, as it is to be written; `null` if that cannot be said. */
export function mendedInstant(given: unknown): string | null {
  const text = foldedText(given);
  return instant.safeParse(text).success ? text : null;
}

function percentages(odds: Fraction): string[] {
  return compare(odds, ONE) > 0 ? [] : [`${percentText(odds)}%`];
}

/* With ASCII for what is full-width, and without blanks; a number in plain decimals. */
function foldedText(given: unknown): string {
  if (typeof given === 'number') return plainDecimal(given);
  return typeof given === 'string' ? given.normalize('NFKC').replace(/\s/g, '') : '';
}

/* `String(0.0000001)` is `1e-7`; the digits are those that were written, so nothing is rounded. */
function plainDecimal(number: number): string {
  const [, whole = '', decimals = '', exponent] = /^(\d)(?:\.(\d+))?e-(\d+)$/.exec(String(number)) ?? [];
  return exponent ? `0.${'0'.repeat(Number(exponent) - 1)}${whole}${decimals}` : String(number);
}
