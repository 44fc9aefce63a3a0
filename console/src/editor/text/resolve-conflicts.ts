import type { ClashJson } from '../../../../src/adapters/koa/console/contract/drafts.ts';
import { idsOf } from '../../../../src/domain/shared/entry-ids.ts';
import { indexOfId, pathOfField } from './field-path.ts';
import { type JsonPath, valueAt } from './json-path.ts';
import { addEntry, moveEntry, removeAt, setAt } from './text-edits.ts';

export type Conflict = ClashJson['conflicts'][number];
export type Side = 'mine' | 'theirs';

/**
 * Returns the text in which each conflict is settled.
 * @param merged both changes in one text; where they conflict, mine
 * @param chosen by the path of a conflict; mine where it names none
 */
export function resolveConflicts(
  merged: string,
  conflicts: readonly Conflict[],
  chosen: ReadonlyMap<string, Side>,
): string {
  return conflicts
    .filter(({ path }) => chosen.get(path) === 'theirs')
    .reduce((text, { path, theirs }) => withValue(text, path, theirs), merged);
}

function withValue(text: string, field: string, json: string | null): string {
  const data: unknown = JSON.parse(text);
  const path = pathOfField(data, field);
  if (json === null) return removeAt(text, path);
  const value: unknown = JSON.parse(json);
  const [here, around] = [valueAt(data, path), valueAt(data, path.slice(0, -1))];
  // Of two orders of the same entries the service gives the ids.
  if (isIdList(value) && Array.isArray(here) && idsOf(here)) return inOrder(text, path, value);
  // An entry that mine has not any more: there is no index for it.
  if (Array.isArray(around) && typeof path.at(-1) === 'string')
    return addEntry(text, path.slice(0, -1), value);
  return setAt(text, path, value);
}

function inOrder(text: string, list: JsonPath, ids: readonly string[]): string {
  let at = 0;
  return ids.reduce((ordered, id) => {
    const from = indexOfId(valueAt(JSON.parse(ordered), list) as readonly unknown[], id);
    return from === -1 ? ordered : moveEntry(ordered, list, from, at++);
  }, text);
}

const isIdList = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((id) => typeof id === 'string');
