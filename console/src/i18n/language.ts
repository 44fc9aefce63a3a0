import { ref } from 'vue';

export type Language = 'zh' | 'en';

const KEY = 'console.language';

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.languages
    .find((tag) => /^(zh|en)\b/i.test(tag))
    ?.toLowerCase()
    .startsWith('en')
    ? 'en'
    : 'zh';
}

/** The language of the console: as chosen before, else the browser's. */
export const language = ref<Language>(firstLanguage());

/** The language tag for `Intl` and for `lang`. */
export const tagOf = (of: Language): string => (of === 'zh' ? 'zh-CN' : 'en');

/** Keeps a choice; `loadWords` has loaded its words before. */
export function keepLanguage(chosen: Language): void {
  language.value = chosen;
  localStorage.setItem(KEY, chosen);
}
