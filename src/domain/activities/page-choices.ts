/*
 * What the page can be set to, and how much it celebrates a prize. The page imports these lists, so this file imports nothing:
 * zod alone is larger than the page.
 */

/** The ways in which the page lets visitors draw: skins of the same draw. */
export const STAGE_NAMES = ['shake', 'wheel', 'grid', 'scratch', 'egg', 'red_packet'] as const;
export type StageName = (typeof STAGE_NAMES)[number];

/** The finished looks of the page. */
export const THEME_NAMES = ['spring', 'double11', 'summer', 'member', 'campus', 'minimal'] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

/** The languages in which the page speaks. */
export const PAGE_LANGUAGES = ['zh-CN', 'zh-TW', 'en'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

/** How much the page celebrates a prize, the greatest first. */
export const TIERS = ['grand', 'fine', 'small', 'consolation'] as const;
export type Tier = (typeof TIERS)[number];
