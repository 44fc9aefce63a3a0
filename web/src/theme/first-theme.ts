import { THEME_NAMES, type ThemeName } from '../../../src/domain/activities/page-choices.ts';
import { type Theme, themeNameOf, themeOf } from './theme.ts';

/** The theme of a screen: its name and its colours. */
export interface ShownTheme {
  readonly themeName: ThemeName;
  readonly theme: Theme;
}

/**
 * The theme until an answer has come: that of the last visit, so that the ground does not change under the visitor, or
 * that which the server wrote into the page (`data-theme`), where they differ or there was no visit.
 */
export function firstTheme(known: ShownTheme | null, served?: string): ShownTheme {
  const name = THEME_NAMES.find((each) => each === served);
  if (known && (name === undefined || known.themeName === name)) return known;
  const given = name === undefined ? undefined : { name };
  return { themeName: themeNameOf(given), theme: themeOf(given) };
}
