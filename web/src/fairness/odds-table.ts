import { fieldsOf, listOf, textOf } from '../client/read.ts';

/*
 * Whole numbers of any size: a denominator has up to 128 bits. Without literals such as `1n`, which the oldest web views
 * cannot even read.
 */
export function canCompute(): boolean {
  return typeof BigInt === 'function';
}

/** The tickets that win one prize: from `from` up to, not including, `below`. */
export interface TicketRange {
  readonly prizeId: string;
  readonly from: bigint;
  readonly below: bigint;
}

/** The odds of a set of rules as whole numbers over one denominator (docs/fairness.md, step 3). */
export interface OddsTable {
  readonly denominator: bigint;
  readonly ranges: readonly TicketRange[];
}

interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** @param rulesText as it was published; `null` if it is not what the service writes */
export function oddsTable(rulesText: string): OddsTable | null {
  const file = parsed(rulesText);
  if (fieldsOf(file)['rules'] === undefined) return null;
  const rules = fieldsOf(fieldsOf(fieldsOf(file)['rules'])['prizes']);
  const ruled = Object.keys(rules);
  const odds: (Fraction & { prizeId: string })[] = [];
  for (const { id } of listOf(fieldsOf(file)['prizes']).map(fieldsOf)) {
    const prizeId = textOf(id);
    if (!ruled.includes(prizeId)) continue;
    const rule = fieldsOf(rules[prizeId]);
    // Left out: it is won by no ticket.
    const parts = fractionOf(rule['odds'] === undefined ? '0%' : String(rule['odds']));
    if (parts === null) return null;
    odds.push({ prizeId, ...parts });
  }
  const denominator = odds.reduce((common, each) => commonMultiple(common, each.denominator), BigInt(1));
  let below = BigInt(0);
  const ranges = odds.map(({ prizeId, numerator, denominator: own }) => {
    const from = below;
    below += numerator * (denominator / own);
    return { prizeId, from, below };
  });
  return { denominator, ranges };
}

/** `null`: the ticket wins nothing. */
export function prizeOfTicket(ticket: bigint, { ranges }: OddsTable): string | null {
  return ranges.find(({ from, below }) => ticket >= from && ticket < below)?.prizeId ?? null;
}

/** `0.5%` or `1/200`, exactly and in lowest terms. */
function fractionOf(text: string): Fraction | null {
  const ratio = /^(\d{1,15})\/(\d{1,15})$/.exec(text);
  if (ratio) return reduced(BigInt(ratio[1] ?? ''), BigInt(ratio[2] ?? ''));
  const percent = /^(\d{1,15})(?:\.(\d{1,12}))?%$/.exec(text);
  if (!percent) return null;
  const decimals = percent[2] ?? '';
  return reduced(BigInt(`${percent[1]}${decimals}`), BigInt(`100${'0'.repeat(decimals.length)}`));
}

function reduced(numerator: bigint, denominator: bigint): Fraction | null {
  if (denominator === BigInt(0)) return null;
  const divisor = commonDivisor(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function commonMultiple(one: bigint, other: bigint): bigint {
  return (one / commonDivisor(one, other)) * other;
}

function commonDivisor(one: bigint, other: bigint): bigint {
  let [a, b] = [one, other];
  while (b !== BigInt(0)) [a, b] = [b, a % b];
  return a;
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
