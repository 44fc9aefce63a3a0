import type { WordFiles } from '../../i18n/words.ts';

export const liveWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
