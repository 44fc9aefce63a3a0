/** "12,345". */
export const sayNumber = (value: number, tag: string, digits = 0): string =>
  new Intl.NumberFormat(tag, { maximumFractionDigits: digits }).format(value);

/** "1.2万", "12K": where room is short; exact below ten thousand. */
export const sayLargeNumber = (value: number, tag: string): string =>
  Math.abs(value) < 10_000
    ? sayNumber(value, tag)
    : new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 }).format(value);

/** A share of 1 as "12.3%", small ones with two digits that count: "0.02%". */
export function sayPercent(share: number, tag: string): string {
  const small = share !== 0 && Math.abs(share) < 0.01;
  return new Intl.NumberFormat(tag, {
    style: 'percent',
    ...(small ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: 1 }),
  }).format(share);
}

/** Yuan, as the API writes them ("12.50"), as "¥12.50"; whole sums without ".00". */
export function sayMoney(yuan: string | number, tag: string): string {
  const value = Number(yuan);
  return new Intl.NumberFormat(tag, {
    style: 'currency',
    currency: 'CNY',
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(value);
}

/** A chance as people weigh it, beside its percent: "one in 5,000", "每 5,000 次 1 次"; whole chances as they are. */
export function sayOdds(chance: number, tag: string): string {
  if (chance <= 0) return tag === 'en' ? 'never' : '不会中';
  if (chance >= 1) return tag === 'en' ? 'always' : '必中';
  const every = 1 / chance;
  const count = sayNumber(every, tag, every < 10 ? 1 : 0);
  return tag === 'en' ? `one in ${count}` : `每 ${count} 次中 1 次`;
}
