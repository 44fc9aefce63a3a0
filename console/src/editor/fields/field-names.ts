import type { KindJson } from '../../../../src/adapters/koa/console/contract/activities.ts';
import type { JsonPath } from '../text/json-path.ts';

export type FieldJson = KindJson['fields'][number];

/** Returns what is known of the field at a path; `*` stands for any key, `[]` for any entry. */
export function fieldFor(fields: readonly FieldJson[], path: JsonPath): FieldJson | undefined {
  return fields.find(
    (field) => field.path.length === path.length && field.path.every((part, at) => fits(part, path[at])),
  );
}

function fits(part: string, key: string | number | undefined): boolean {
  if (part === '[]') return typeof key === 'number';
  return part === '*' ? typeof key === 'string' : part === key;
}

/*
 * Under `rules.prizes` each key is an id. Of all else that is known, only lists have members without a name.
 */
/** Returns a path as the name of its kind of field, such as `rules.prizes.*.odds`, `prizes.[].name`. */
export function patternOf(path: JsonPath): string {
  return path
    .map((key, at) => {
      if (typeof key === 'number') return '[]';
      return at === 2 && path[0] === 'rules' && path[1] === 'prizes' ? '*' : key;
    })
    .join('.');
}

/** Returns the key of the field's label among the words. */
export const labelKey = (path: JsonPath): string =>
  patternOf(path)
    .split('.')
    .filter((part) => part !== '*' && part !== '[]')
    .join('_');

/** Returns a pattern without lists and maps as a path. */
export const pathOfPattern = (pattern: string): JsonPath => pattern.split('.');
