import type { WordFiles } from '../../i18n/words.ts';

export const counterWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
