import { createI18n } from 'vue-i18n';
import { keepLanguage, type Language, language, tagOf } from './language.ts';

/** A tree of texts. */
export interface Words {
  readonly [key: string]: string | Words;
}

/** The shape that the second language's file must have: the same keys, other texts. */
export type SameKeys<T> = { readonly [K in keyof T]: T[K] extends string ? string : SameKeys<T[K]> };

/** Where a room's words are: `{ zh: () => import('./words/zh.ts'), en: () => import('./words/en.ts') }`. */
export type WordFiles = Readonly<Record<Language, () => Promise<{ default: Words }>>>;

export const i18n = createI18n({
  legacy: false,
  locale: language.value,
  fallbackLocale: 'zh',
  messages: {},
  missingWarn: import.meta.env.DEV,
  fallbackWarn: false,
});

const rooms = new Map<string, WordFiles>();
const loaded = new Set<string>();

async function load(room: string, files: WordFiles, into: Language): Promise<void> {
  const name = `${into}/${room}`;
  if (loaded.has(name)) return;
  const { default: words } = await files[into]();
  i18n.global.mergeLocaleMessage(into, { [room]: words });
  loaded.add(name);
}

/** Loads the words of a room, as `room.…`; they follow when the language is switched. */
export async function loadWords(room: string, files: WordFiles): Promise<void> {
  rooms.set(room, files);
  await load(room, files, language.value);
}

/** Switches the language once all words that are in use are there in it. */
export async function switchLanguage(to: Language): Promise<void> {
  await Promise.all([...rooms].map(([room, files]) => load(room, files, to)));
  keepLanguage(to);
  i18n.global.locale.value = to;
  document.documentElement.lang = tagOf(to);
}

/** Returns the text of a pair that the API gives in both languages. */
export const inLanguage = (pair: Readonly<Record<Language, string>>): string => pair[language.value];
