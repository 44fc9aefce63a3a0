import { shallowRef } from 'vue';
import { languageNow, type Widened } from './words.ts';
import { fairness as zhCN } from './zh-CN/fairness.ts';

/** The texts of the sheet that explains the draw. */
export type FairnessWords = Widened<typeof zhCN>;

const current = shallowRef<FairnessWords>(zhCN);

export function fairnessWords(): FairnessWords {
  return current.value;
}

/** Loads the texts in the language of the page. If they cannot be loaded, they are Chinese. */
export async function loadFairnessWords(): Promise<void> {
  switch (languageNow()) {
    case 'zh-CN':
      current.value = zhCN;
      break;
    case 'zh-TW':
      current.value = (await import('./zh-TW/fairness.ts')).fairness;
      break;
    case 'en':
      current.value = (await import('./en/fairness.ts')).fairness;
      break;
  }
}
