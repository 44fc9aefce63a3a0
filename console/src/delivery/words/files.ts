import type { WordFiles } from '../../i18n/words.ts';

/** What several pages say of deliveries. */
export const deliveryWords: WordFiles = {
  zh: () => import('./zh.ts'),
  en: () => import('./en.ts'),
};
