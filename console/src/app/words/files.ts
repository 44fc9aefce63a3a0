import type { WordFiles } from '../../i18n/words.ts';

/** What every page says. */
export const commonWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
