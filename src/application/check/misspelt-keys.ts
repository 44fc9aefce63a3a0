import type { Activity } from '../../domain/activity.ts';
import type { Warn } from './finding.ts';
import { knownKeysAt, nearestKey } from './known-keys.ts';

/**
 * Keys that are nearly one that the service reads, where that one is not given. Files may hold what they like, so
 * such a file is valid, and a misspelt `ends_at` means no end.
 */
export function misspeltKeys({ publicData, rulesAsWritten }: Activity): Parameters<Warn>[] {
  const { activity_id, ...data } = publicData;
  return [
    ...inObject('', { ...data, ...(rulesAsWritten !== undefined && { rules: rulesAsWritten }) }),
    ...inObject('page', publicData.page),
    ...inObject('rules', rulesAsWritten),
    ...['prizes', 'skus'].flatMap((list) => {
      const entries = publicData[list];
      if (!Array.isArray(entries)) return [];
      return entries.flatMap((entry, index) => inObject(`${list}.${index}`, entry));
    }),
  ];
}

function inObject(path: string, value: unknown): Parameters<Warn>[] {
  if (typeof value !== 'object' || value === null) return [];
  const known = knownKeysAt(path);
  const missing = known.filter((key) => !Object.hasOwn(value, key));
  return Object.keys(value).flatMap((key): Parameters<Warn>[] => {
    const nearest = known.includes(key) ? null : nearestKey(key, missing);
    return nearest === null
      ? []
      : [[path === '' ? key : `${path}.${key}`, 'misspelt-key', { key, known: nearest }]];
  });
}
