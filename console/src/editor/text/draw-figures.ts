import {
  decimalText,
  moneyText,
  oneInText,
  percentText,
  subtract,
} from '../../../../src/application/authoring/check/exact-text.ts';
import { parseOdds } from '../../../../src/domain/draws/odds.ts';
import {
  add,
  compare,
  type Fraction,
  fraction,
  parseDecimal,
  sum,
} from '../../../../src/domain/shared/fraction.ts';
import { isJsonObject, type JsonObject, valueAt } from './json-path.ts';

/** Exact figures of one prize; `null` where the text has none that can be read. */
export interface PrizeFigures {
  readonly odds: OddsText | null;
  /** What all of its stock costs, in yuan. */
  readonly cost: string | null;
}

export interface OddsText {
  /** Such as `0.02`, without the sign. */
  readonly percent: string;
  /** Draws for one win, such as `5000`; `null` for odds of 0. */
  readonly oneIn: string | null;
}

export interface DrawFigures {
  /** By the id of the prize. */
  readonly prizes: ReadonlyMap<string, PrizeFigures>;
  /** Of all odds that can be read. */
  readonly sum: OddsText;
  readonly isOverOne: boolean;
  /** The chance that a draw falls on no prize; `null` if the odds are over 1. */
  readonly nothing: OddsText | null;
  /** If all stock goes. */
  readonly cost: string;
  /** What one draw costs in the mean, by odds and value, while there is stock. */
  readonly costPerDraw: string;
  /** Prizes that cost something and have no stock. */
  readonly isOpenEnded: boolean;
}

const ZERO = fraction(0n, 1n);
const ONE = fraction(1n, 1n);

/** Adds up the odds and costs of a text, exactly: in fractions, never in floating point. */
export function drawFigures(data: JsonObject): DrawFigures {
  const rules = valueAt(data, ['rules', 'prizes']);
  const entries = Object.entries(isJsonObject(rules) ? rules : {}).filter(([, rule]) => isJsonObject(rule));
  const read = entries.map(([id, rule]) => ({ id, ...readRule(rule as JsonObject) }));
  const total = sum(read.map(({ odds }) => odds ?? ZERO));
  const isOverOne = compare(total, ONE) > 0;
  return {
    prizes: new Map(
      read.map(({ id, odds, cost }) => [
        id,
        { odds: odds && oddsTextOf(odds), cost: cost && moneyText(cost) },
      ]),
    ),
    sum: oddsTextOf(total),
    isOverOne,
    nothing: isOverOne ? null : oddsTextOf(subtract(ONE, total)),
    cost: moneyText(sum(read.map(({ cost }) => cost ?? ZERO))),
    costPerDraw: roundedMoney(read.reduce((mean, { odds, value }) => add(mean, times(odds, value)), ZERO)),
    isOpenEnded: read.some(({ value, stock }) => value && value.numerator > 0n && stock === null),
  };
}

/** Returns odds as percent and as draws for one win. */
export const oddsTextOf = (odds: Fraction): OddsText => ({
  percent: percentText(odds),
  oneIn: oneInText(odds),
});

interface RuleFigures {
  readonly odds: Fraction | null;
  readonly value: Fraction | null;
  readonly stock: number | null;
  readonly cost: Fraction | null;
}

function readRule(rule: JsonObject): RuleFigures {
  const odds = typeof rule['odds'] === 'string' ? parseOdds(rule['odds']) : null;
  const value = typeof rule['value'] === 'string' ? parseDecimal(rule['value']) : null;
  const stock = stockOf(rule);
  const isFree = value?.numerator === 0n;
  const cost = isFree
    ? ZERO
    : value && stock !== null
      ? fraction(value.numerator * BigInt(stock), value.denominator)
      : null;
  return { odds, value, stock, cost };
}

/* With steps, as many as they release, at most the stock. */
function stockOf({ stock, release }: JsonObject): number | null {
  const given = isCount(stock) ? stock : null;
  if (!Array.isArray(release)) return given;
  const released = release.reduce<number>((all, step) => all + countOf(step), 0);
  return given === null ? released : Math.min(given, released);
}

const countOf = (step: unknown): number => (isJsonObject(step) && isCount(step['count']) ? step['count'] : 0);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const times = (a: Fraction | null, b: Fraction | null): Fraction =>
  a && b ? fraction(a.numerator * b.numerator, a.denominator * b.denominator) : ZERO;

/* A mean has no end of decimals: to a hundredth of a cent. */
function roundedMoney({ numerator, denominator }: Fraction): string {
  const parts = (20_000n * numerator + denominator) / (2n * denominator);
  return decimalText(fraction(parts, 10_000n), 2);
}
