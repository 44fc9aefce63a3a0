export const languages = ['zh', 'en'] as const;

export type Language = (typeof languages)[number];

/** One text in each language. */
export type Localized = Readonly<Record<Language, string>>;

/** Chinese where the locale asks for it, else English. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  return /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en';
}
