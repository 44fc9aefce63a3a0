import type { WordFiles } from '../../i18n/words.ts';

export const peopleWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
