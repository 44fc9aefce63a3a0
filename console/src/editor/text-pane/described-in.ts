import type { Language } from '../../i18n/language.ts';

/**
 * Returns one language's half of a description. Schemas have both in one line, first the English one, which ends with a full stop
 * before the first Chinese sign.
 */
export function describedIn(description: string, language: Language): string {
  const at = description.search(/(?<=[.?!] )[^.]*?[㐀-鿿]/);
  if (at === -1) return description;
  return (language === 'en' ? description.slice(0, at) : description.slice(at)).trim().replaceAll('`', '');
}
