import { fieldsOf, textOf } from '../client/read.ts';
import { attempt, type Store } from '../phone/kept.ts';
import { isHex } from './colour.ts';
import { THEME_NAMES, type ThemeName } from './palettes.ts';
import { type Theme, themeNameOf, themeOf } from './theme.ts';

/** The theme of a screen: its name and its colours. */
export interface ShownTheme {
  readonly name: ThemeName;
  readonly theme: Theme;
}

/* A value that `theme.ts` derives: a colour, a shade or a length. Nothing else is taken from the phone. */
const DERIVED = /^(?:rgba\([\d., ]{5,40}\)|[\d.]{1,6}rem)$/;

const keyOf = (activityId: string) => `cms-market:theme:${activityId}`;

/**
 * The theme while the page loads: the one of the last visit, so that the ground does not change under the visitor, or
 * that which the server wrote into the page (`data-theme`), where they differ or there was no visit.
 */
export function firstTheme(activityId: string, store: Store, served?: string): ShownTheme {
  const stored = storedTheme(activityId, store);
  const name = THEME_NAMES.find((known) => known === served);
  if (stored && (name === undefined || stored.name === name)) return stored;
  const given = name === undefined ? undefined : { name };
  return { name: themeNameOf(given), theme: themeOf(given) };
}

/** Stores the theme of an activity for its next visit. */
export function keepTheme(activityId: string, shown: ShownTheme, store: Store): void {
  attempt(() => store.setItem(keyOf(activityId), JSON.stringify(shown)));
}

function storedTheme(activityId: string, store: Store): ShownTheme | null {
  const read = fieldsOf(attempt(() => JSON.parse(store.getItem(keyOf(activityId)) ?? 'null')));
  const name = THEME_NAMES.find((known) => known === textOf(read['name']));
  if (name === undefined) return null;
  const given = fieldsOf(read['theme']);
  const theme: Record<string, string> = { ...themeOf({ name }) };
  for (const property of Object.keys(theme)) {
    const value = textOf(given[property]);
    if (!isHex(value) && !DERIVED.test(value)) return { name, theme: themeOf({ name }) };
    theme[property] = value;
  }
  return { name, theme: theme as Theme };
}
