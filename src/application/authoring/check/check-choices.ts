import type { Activity } from '../../../domain/activities/activity.ts';
import type { AuthoringKind } from '../authoring-kind.ts';
import { type Field, fieldsOfKindFile } from '../fields.ts';
import { excerpt, type Warn } from './finding.ts';
import { isObject } from './walk.ts';

const SHOWN_CHARACTERS = 30;

/** Values that the page does not know, where it knows some: it falls back to its default. */
export function checkChoices({ publicData }: Activity, kind: AuthoringKind, warn: Warn): void {
  for (const { path, choices } of fieldsOfKindFile(kind)) {
    if (!choices) continue;
    for (const { field, value } of membersAt(publicData, path)) {
      if (choices.some((choice) => choice === value)) continue;
      const shown = excerpt(typeof value === 'string' ? value : JSON.stringify(value), SHOWN_CHARACTERS);
      const known = choices.map((choice) => JSON.stringify(choice)).join(', ');
      warn(field, 'unknown-choice', { value: shown, choices: known, first: JSON.stringify(choices[0]) });
    }
  }
}

/* What is written at this path, in each entry of the lists on the way. */
function membersAt(value: unknown, path: Field['path'], at = ''): { field: string; value: unknown }[] {
  const [key, ...rest] = path;
  if (key === undefined) return value === undefined ? [] : [{ field: at, value }];
  if (key === '[]') {
    return Array.isArray(value)
      ? value.flatMap((entry, index) => membersAt(entry, rest, `${at}.${index}`))
      : [];
  }
  if (!isObject(value) || !Object.hasOwn(value, key)) return [];
  return membersAt(value[key], rest, at === '' ? key : `${at}.${key}`);
}
