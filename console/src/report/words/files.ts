import type { WordFiles } from '../../i18n/words.ts';

export const reportWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
