import { idsOf } from './entry-ids.ts';
import type { JsonEdit } from './json-texts.ts';
import { isSameJson } from './same-json.ts';

/** The fewest edits that make one piece of parsed JSON the other one. A list with other entries is written anew. */
export function jsonEdits(before: unknown, after: unknown, path: JsonEdit['path'] = []): readonly JsonEdit[] {
  if (isSameJson(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => {
      const [old, now] = [before, after].map((side) => (Object.hasOwn(side, key) ? side[key] : undefined));
      return jsonEdits(old, now, [...path, key]);
    });
  }
  if (Array.isArray(before) && Array.isArray(after) && hasSameEntries(before, after)) {
    return before.flatMap((each, index) => jsonEdits(each, after[index], [...path, index]));
  }
  return [{ path, value: after }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasSameEntries(before: readonly unknown[], after: readonly unknown[]): boolean {
  const [ids, others] = [idsOf(before), idsOf(after)];
  return ids !== null && others !== null && ids.length > 0 && ids.join('\n') === others.join('\n');
}
