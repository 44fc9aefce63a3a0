import { countOf, type Fields, fieldsOf, linkOf, listOf, momentOf, textOf, textsOf } from '../client/read.ts';

export interface Sku {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly url: string;
  readonly price: string;
  readonly marketPrice: string;
  readonly unit: string;
  readonly tags: readonly string[];
  readonly soldOut: boolean;
  /** How much of it is sold, 0 to 100; `null` if the activity does not say. */
  readonly soldPercent: number | null;
  /** How many one person may buy; `null` if the activity does not say. */
  readonly limit: number | null;
  readonly sale: Sale | null;
}

/** A lower price for a time, from and with `from` up to and without `until`, in milliseconds. */
export interface Sale {
  readonly from: number;
  readonly until: number;
  readonly price: string;
}

export interface SkuGroup {
  /** '' for goods without a group. */
  readonly name: string;
  readonly skus: readonly Sku[];
}

/** The goods in their order; each group is at the position of its first entry. */
export function skuGroupsOf(data: unknown): readonly SkuGroup[] {
  const groups = new Map<string, Sku[]>();
  for (const fields of listOf(fieldsOf(data)['skus']).map(fieldsOf)) {
    const sku = skuOf(fields);
    if (sku.name === '') continue;
    const name = textOf(fields['group']);
    const group = groups.get(name);
    if (group) group.push(sku);
    else groups.set(name, [sku]);
  }
  return [...groups].map(([name, skus]) => ({ name, skus }));
}

function skuOf({
  sku_id,
  name,
  image,
  url,
  price,
  market_price,
  unit,
  tags,
  sold_out,
  ...more
}: Fields): Sku {
  const limit = countOf(more['limit']);
  return {
    id: textOf(sku_id),
    name: textOf(name),
    image: linkOf(image),
    url: linkOf(url),
    price: textOf(price),
    marketPrice: textOf(market_price),
    unit: textOf(unit),
    tags: textsOf(tags),
    soldOut: sold_out === true,
    soldPercent: percentOf(more['sold']),
    limit: limit === 0 ? null : limit,
    sale: saleOf(fieldsOf(more['sale'])),
  };
}

/** `"68%"`, or a number from 0 to 100. */
function percentOf(value: unknown): number | null {
  const text = textOf(value).replace(/%$/, '').trim();
  const percent = Number(text);
  return text === '' || !Number.isFinite(percent) || percent < 0 ? null : Math.min(100, Math.floor(percent));
}

/** A sale without its times or its price is none: a lower price that nobody gets is a promise that is broken. */
function saleOf({ from, until, price }: Fields): Sale | null {
  const [begins, ends] = [momentOf(from), momentOf(until)];
  const lower = textOf(price);
  if (begins === null || ends === null || ends <= begins || lower === '') return null;
  return { from: begins, until: ends, price: lower };
}
