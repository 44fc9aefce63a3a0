import type { WordFiles } from '../../i18n/words.ts';

/** What the pages of one activity have in common. */
export const activityWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
