import { isJsonObject, type JsonObject } from '../text/json-path.ts';
import { readText } from '../text/read-text.ts';
import { addEntry } from '../text/text-edits.ts';

export const goodsOf = (data: JsonObject): readonly JsonObject[] =>
  Array.isArray(data['skus']) ? data['skus'].map((sku) => (isJsonObject(sku) ? sku : {})) : [];

/** Returns the text with one more of the goods, under the next number that is free. */
export function withNewGoods(text: string, name: string): string {
  const reading = readText(text);
  const ids =
    reading.kind === 'object' ? goodsOf(reading.data).map((sku) => String(sku['sku_id'] ?? '')) : [];
  const numbers = ids.filter((id) => /^\d{1,15}$/.test(id)).map(Number);
  const next = numbers.length > 0 ? Math.max(...numbers) + 1 : 100_001;
  return addEntry(text, ['skus'], { sku_id: String(next), name, price: '0.00' });
}
