/*
 * What the page can be set to, and how much it celebrates a prize. The page imports this file, so it imports nothing:
 * zod alone is larger than the page.
 */

/** The ways in which the page lets visitors draw: skins of the same draw. */
export const STAGE_NAMES = ['shake', 'wheel', 'grid', 'scratch', 'egg', 'red_packet'] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/** The finished looks of the page. */
export const THEME_NAMES = ['spring', 'double11', 'summer', 'member', 'campus', 'minimal'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

const HEX_COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/**
 * The look of a `page.theme`. One that gives colours and no name is drawn in them, with the look that has one colour; one that
 * gives neither has the festive look.
 */
export function themeNameOf({ name, primary, background }: Readonly<Record<string, unknown>>): ThemeName {
  const look = named(THEME_NAMES, name);
  if (look) return look;
  return hexColourOf(primary) !== null || hexColourOf(background) !== null ? 'minimal' : 'spring';
}

/** The stage of a `page.stage`; a shake where it names none. */
export function stageNameOf(value: unknown): StageName {
  return named(STAGE_NAMES, value) ?? 'shake';
}

/** The colour, if it is one as `#rgb` or `#rrggbb`. */
export function hexColourOf(value: unknown): string | null {
  const text = trimmed(value);
  return HEX_COLOUR.test(text) ? text : null;
}

function named<Name extends string>(names: readonly Name[], value: unknown): Name | undefined {
  const text = trimmed(value);
  return names.find((name) => name === text);
}

function trimmed(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** The languages in which the page speaks. */
export const PAGE_LANGUAGES = ['zh-CN', 'zh-TW', 'en'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** The language of a `page.language`; simplified Chinese where it names none. */
export function languageOf(value: unknown): PageLanguage {
  return named(PAGE_LANGUAGES, value) ?? 'zh-CN';
}

/** How much the page celebrates a prize, the greatest first. */
export const TIERS = ['grand', 'fine', 'small', 'consolation'] as const;
export type Tier = (typeof TIERS)[number];
