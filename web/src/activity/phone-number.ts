/* With an area code, a service number such as 400-000-0000, or a mobile; short ones such as 95588 by themselves. */
const NUMBER = /(?:\+|\b)\d[\d \-()－—]{5,18}\d(?!\d)|\b(?:1[02]\d{3}|9\d{4})\b/;

export interface Contact {
  readonly before: string;
  /** As it is written; '' if there is none. */
  readonly number: string;
  /** For `tel:`. */
  readonly dialled: string;
  readonly after: string;
}

/** The first phone number in a text, and what stands around it. */
export function contactOf(text: string): Contact {
  const found = NUMBER.exec(text);
  const number = found?.[0] ?? '';
  const dialled = number.replace(/[^\d+]/g, '');
  if (found === null || dialled.length > 15) return { before: text, number: '', dialled: '', after: '' };
  return {
    before: text.slice(0, found.index),
    number,
    dialled,
    after: text.slice(found.index + number.length),
  };
}
