import type { WordFiles } from '../../i18n/words.ts';

export const editorWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
