import type { WordFiles } from '../../i18n/words.ts';

export const userWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
