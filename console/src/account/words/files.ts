import type { WordFiles } from '../../i18n/words.ts';

export const accountWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
