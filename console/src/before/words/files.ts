import type { WordFiles } from '../../i18n/words.ts';

export const beforeWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
