import { shallowRef } from 'vue';
import type { PageLanguage } from '../../../src/domain/activities/page-choices.ts';
import { zhCN } from './zh-CN/catalogue.ts';

/** The texts of the page, by room. Those of simplified Chinese are the measure of the others. */
export type Words = Widened<typeof zhCN>;

/** A text of another language is another text. */
export type Widened<T> = T extends (...given: infer G) => string
  ? (...given: G) => string
  : T extends string
    ? string
    : { readonly [K in keyof T]: Widened<T[K]> };

const language = shallowRef<PageLanguage>('zh-CN');
const current = shallowRef<Words>(zhCN);

/** The texts in the language of the page. Read it where a text is shown, so that the text follows the language. */
export function words(): Words {
  return current.value;
}

export function languageNow(): PageLanguage {
  return language.value;
}

let asked: PageLanguage = 'zh-CN';

/**
 * Loads the texts of a language. If they cannot be loaded, or another one is asked for meanwhile, the page stays in the language
 * that it has.
 */
export async function speak(wanted: PageLanguage): Promise<void> {
  asked = wanted;
  if (wanted === language.value) return;
  const texts = await textsOf(wanted).catch(() => null);
  if (texts === null || asked !== wanted) return;
  current.value = texts;
  language.value = wanted;
}

async function textsOf(wanted: PageLanguage): Promise<Words> {
  switch (wanted) {
    case 'zh-CN':
      return zhCN;
    case 'zh-TW':
      return (await import('./zh-TW/catalogue.ts')).zhTW;
    case 'en':
      return (await import('./en/catalogue.ts')).en;
  }
}
