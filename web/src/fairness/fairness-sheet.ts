import { lazily } from '../parts/lazily.ts';

/** The sheet with its texts, so that it is not first shown in another language. */
export const FairnessSheet = lazily(async () => {
  const [{ default: sheet }] = await Promise.all([
    import('./FairnessSheet.vue'),
    import('../words/fairness-words.ts').then(({ loadFairnessWords }) => loadFairnessWords()).catch(() => {}),
  ]);
  return sheet;
});
