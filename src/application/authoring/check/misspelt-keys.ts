import type { Activity } from '../../../domain/activities/activity.ts';
import type { AuthoringKind, Place } from '../authoring-kind.ts';
import { type Field, fieldsOfKindFile, knownKeysAt } from '../fields.ts';
import type { Warn } from './finding.ts';
import { meansKey, nearestKey } from './known-keys.ts';
import { inside, isObject } from './walk.ts';

/* Of every kind. */
const PLACES: readonly Place[] = [{ above: '', keys: ['login_url', 'rules_text'], place: 'page' }];

/**
 * Keys that are nearly one that the service reads, or another word for it, or that stand a level too high, where that
 * one is not given. A file may have any keys, so such a file is valid, and a misspelt `ends_at` means no end.
 */
export function misspeltKeys(activity: Activity, kind: AuthoringKind): Parameters<Warn>[] {
  const { publicData, rulesAsWritten } = activity;
  const { lists, objects, places } = kind.authoring;
  const { activity_id, ...data } = publicData;
  const file = { ...data, ...(rulesAsWritten !== undefined && { rules: rulesAsWritten }) };
  const fields = ['', 'page', 'page.theme', 'page.action'];
  for (const list of lists) {
    const entries = publicData[list];
    if (Array.isArray(entries)) fields.push(...entries.map((_, index) => `${list}.${index}`));
  }
  const search = { file, places: [...PLACES, ...places], fields: fieldsOfKindFile(kind) };
  return [...fields, ...objects].flatMap((path) => inObject(path, inside(file, path), search));
}

interface Search {
  readonly file: object;
  readonly places: readonly Place[];
  readonly fields: readonly Field[];
}

function inObject(path: string, value: unknown, search: Search): Parameters<Warn>[] {
  if (!isObject(value)) return [];
  const known = knownKeysAt(search.fields, path);
  const missing = known.filter((key) => !Object.hasOwn(value, key));
  return Object.keys(value).flatMap((key): Parameters<Warn>[] => {
    if (known.includes(key)) return [];
    const field = path === '' ? key : `${path}.${key}`;
    const place = placeOf(path, key, search);
    if (place !== null) return [[field, 'misplaced-key', { key, known: place }]];
    const nearest = nearestKey(key, missing, search.fields);
    return nearest === null ? [] : [[field, 'misspelt-key', { key, known: nearest }]];
  });
}

/* Where the service would read it; `null` if it does not, or something is written there already. */
function placeOf(path: string, key: string, { file, places, fields }: Search): string | null {
  for (const { above, keys, place } of places) {
    if (above !== path) continue;
    const meant = keys.find((each) => meansKey(key, each, fields));
    const there = inside(file, place);
    if (meant && !(isObject(there) && Object.hasOwn(there, meant))) return `${place}.${meant}`;
  }
  return null;
}
