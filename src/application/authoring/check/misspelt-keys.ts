import type { Activity } from '../../../domain/activities/activity.ts';
import type { Warn } from './finding.ts';
import { knownKeysAt, meansKey, nearestKey } from './known-keys.ts';
import { inside, isObject } from './walk.ts';

/* What only one kind reads; in the file of another it is the front end's own. */
const OF_KIND: Readonly<Record<string, string>> = { prizes: 'shake', rules: 'shake', skus: 'sku' };

/* Where a key belongs that is often written one level too high. */
const BELONGS: readonly (readonly [above: string, keys: readonly string[], place: string])[] = [
  ['', ['login_url', 'rules_text'], 'page'],
  ['', ['chances', 'blocked_users', 'fallback'], 'rules'],
  ['rules', ['per_day', 'total'], 'rules.chances'],
];

/**
 * Keys that are nearly one that the service reads, or another word for it, or that stand a level too high, where that
 * one is not given. Files may hold what they like, so such a file is valid, and a misspelt `ends_at` means no end.
 */
export function misspeltKeys({ publicData, rulesAsWritten, dispatch }: Activity): Parameters<Warn>[] {
  const { activity_id, ...data } = publicData;
  const file = { ...data, ...(rulesAsWritten !== undefined && { rules: rulesAsWritten }) };
  const fields = ['', 'page', 'page.theme', 'page.texts', 'page.action'];
  for (const list of dispatch === 'shake' ? ['prizes'] : ['skus']) {
    const entries = publicData[list];
    if (Array.isArray(entries)) fields.push(...entries.map((_, index) => `${list}.${index}`));
  }
  return [...fields, ...(dispatch === 'shake' ? ['rules'] : [])].flatMap((field) =>
    inObject(field, inside(file, field), file, dispatch),
  );
}

function inObject(path: string, value: unknown, file: object, dispatch: string): Parameters<Warn>[] {
  if (!isObject(value)) return [];
  const known = knownKeysAt(path).filter((key) => path !== '' || (OF_KIND[key] ?? dispatch) === dispatch);
  const missing = known.filter((key) => !Object.hasOwn(value, key));
  return Object.keys(value).flatMap((key): Parameters<Warn>[] => {
    if (known.includes(key)) return [];
    const field = path === '' ? key : `${path}.${key}`;
    const place = placeOf(path, key, file, dispatch);
    if (place !== null) return [[field, 'misplaced-key', { key, known: place }]];
    const nearest = nearestKey(key, missing);
    return nearest === null ? [] : [[field, 'misspelt-key', { key, known: nearest }]];
  });
}

/* Where the service would read it; `null` if it does not, or something is written there already. */
function placeOf(path: string, key: string, file: object, dispatch: string): string | null {
  for (const [above, keys, place] of BELONGS) {
    if (above !== path || (place !== 'page' && dispatch !== 'shake')) continue;
    const meant = keys.find((each) => meansKey(key, each));
    const there = inside(file, place);
    if (meant && !(isObject(there) && Object.hasOwn(there, meant))) return `${place}.${meant}`;
  }
  return null;
}
