import type { SkuDetails } from '../../../domain/activities/sku.ts';
import { compare, parseDecimal } from '../../../domain/shared/fraction.ts';
import { instant } from '../../../domain/shared/instant.ts';
import { excerpt, type Warn } from '../../authoring/check/finding.ts';
import { isObject } from '../../authoring/check/walk.ts';

const SHOWN_CHARACTERS = 30;

/** A flash sale whose times or price the page cannot follow. The page reads them; the service takes any value. */
export function checkSale(entry: SkuDetails['skus'][number], field: string, warn: Warn): void {
  const { sale, price } = entry;
  if (!isObject(sale)) return;
  const from = timeOf(sale.from, `${field}.sale.from`, warn);
  const until = timeOf(sale.until, `${field}.sale.until`, warn);
  if (from !== null && until !== null && until <= from) {
    warn(`${field}.sale.until`, 'sale-ends-before-start', {
      from: String(sale.from),
      until: String(sale.until),
    });
  }
  const [usual, reduced] = [amountOf(price), amountOf(sale.price)];
  if (usual && reduced && compare(reduced, usual) >= 0) {
    warn(`${field}.sale.price`, 'sale-not-cheaper', { sale: String(sale.price), price: String(price) });
  }
}

/* Milliseconds since the epoch; `null` where nothing is written, or nothing that is a time. */
function timeOf(value: unknown, field: string, warn: Warn): number | null {
  if (value === undefined) return null;
  const reading = instant.safeParse(value);
  if (reading.success) return reading.data;
  const shown = excerpt(typeof value === 'string' ? value : JSON.stringify(value), SHOWN_CHARACTERS);
  warn(field, 'bad-sale-time', { value: shown });
  return null;
}

/* A price is a text that may have a currency, or a number. */
function amountOf(price: unknown) {
  const text = typeof price === 'number' ? String(price) : price;
  return typeof text === 'string' ? parseDecimal(text.trim().replace(/^[¥￥$]\s?/, '')) : null;
}
