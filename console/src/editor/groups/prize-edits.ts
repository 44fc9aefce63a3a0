import { isJsonObject, type JsonObject, type JsonPath, valueAt } from '../text/json-path.ts';
import { readText } from '../text/read-text.ts';
import { addEntry, moveEntry, removeAt, renameKey, setAt } from '../text/text-edits.ts';

/* A prize is in two places of the text: as visitors see it in `prizes`, and its rule by its id in `rules.prizes`. */

export const prizesOf = (data: JsonObject): readonly JsonObject[] =>
  Array.isArray(data['prizes']) ? data['prizes'].map((prize) => (isJsonObject(prize) ? prize : {})) : [];

export const prizeIdOf = (prize: JsonObject | undefined): string =>
  typeof prize?.['id'] === 'string' ? prize['id'] : '';

/** Returns where the rule of a prize stands, or will. */
export const rulePath = (id: string): JsonPath => ['rules', 'prizes', id];

/** Returns the text with one more prize, which cannot be won yet. */
export function withNewPrize(text: string, name: string): string {
  const data = dataOf(text);
  const taken = new Set([...prizesOf(data).map(prizeIdOf), ...Object.keys(rulesOf(data))]);
  let number = prizesOf(data).length + 1;
  while (taken.has(`prize-${number}`)) number += 1;
  const id = `prize-${number}`;
  const listed = addEntry(text, ['prizes'], { id, name });
  return setAt(listed, rulePath(id), { odds: '0.1%', stock: 100, value: '0.00' });
}

/** Returns the text without a prize and its rule. */
export function withoutPrize(text: string, index: number): string {
  const id = prizeIdOf(prizesOf(dataOf(text))[index]);
  const unlisted = removeAt(text, ['prizes', index]);
  return id === '' ? unlisted : removeAt(unlisted, rulePath(id));
}

export const withMovedPrize = (text: string, from: number, to: number): string =>
  moveEntry(text, ['prizes'], from, to);

/** Returns the text with another id for a prize, everywhere it is named. */
export function withPrizeId(text: string, index: number, id: string): string {
  const data = dataOf(text);
  const before = prizeIdOf(prizesOf(data)[index]);
  let next = setAt(text, ['prizes', index, 'id'], id);
  if (before === '' || before === id) return next;
  if (Object.hasOwn(rulesOf(data), before) && !Object.hasOwn(rulesOf(data), id))
    next = renameKey(next, rulePath(before), id);
  for (const path of [
    ['rules', 'fallback'],
    ['rules', 'guarantee', 'prize'],
  ])
    if (valueAt(data, path) === before) next = setAt(next, path, id);
  return next;
}

function rulesOf(data: JsonObject): JsonObject {
  const rules = valueAt(data, ['rules', 'prizes']);
  return isJsonObject(rules) ? rules : {};
}

function dataOf(text: string): JsonObject {
  const reading = readText(text);
  return reading.kind === 'object' ? reading.data : {};
}
