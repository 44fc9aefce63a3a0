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
  const named = THEME_NAMES.find((each) => typeof name === 'string' && each === name.trim());
  if (named) return named;
  return hexColourOf(primary) !== null || hexColourOf(background) !== null ? 'minimal' : 'spring';
}

/** The colour, if it is one as `#rgb` or `#rrggbb`. */
export function hexColourOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : '';
  return HEX_COLOUR.test(text) ? text : null;
}

/** The languages in which the page speaks. */
export const PAGE_LANGUAGES = ['zh-CN', 'zh-TW', 'en'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** How much the page celebrates a prize, the greatest first. */
export const TIERS = ['grand', 'fine', 'small', 'consolation'] as const;
export type Tier = (typeof TIERS)[number];
