const MOST_CHARACTERS = 64;

/* Controls, formats (zero width, direction), surrogates, private use, unassigned; and what is drawn as nothing. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const ALL_UNSEEN = new RegExp(UNSEEN, 'gu');

/* Letters of these scripts look like one another: a name has those of one of them at most. */
const ALIKE = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];

/* Whole words can be written with them that read as Latin ones. Of Greek, as the capitals look. */
const LATIN_BY_LOOKALIKE: Readonly<Record<string, string>> = {
  ...{ а: 'a', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm', о: 'o', р: 'p' },
  ...{ ԛ: 'q', ѕ: 's', т: 't', ѵ: 'v', ԝ: 'w', х: 'x', у: 'y', в: 'b', н: 'h', п: 'n', г: 'r', ё: 'ë' },
  ...{ α: 'a', β: 'b', ε: 'e', ζ: 'z', η: 'h', ι: 'i', κ: 'k', μ: 'm', ν: 'n', ο: 'o', ρ: 'p', τ: 't' },
  ...{ υ: 'y', χ: 'x', ո: 'n', օ: 'o', ս: 'u', հ: 'h', ց: 'g', ı: 'i', ɡ: 'g', ɑ: 'a' },
};

/** The name as it is kept: normalised, without spaces at its ends. `null`: it is none. */
export function operatorNameOf(text: string): string | null {
  const name = text.normalize('NFKC').trim().replace(/ +/g, ' ');
  const { length } = [...name];
  if (length < 1 || length > MOST_CHARACTERS || UNSEEN.test(name)) return null;
  return ALIKE.filter((script) => script.test(name)).length > 1 ? null : name;
}

/**
 * What is equal for names that people take for one: other case, another form of the same characters, letters of another
 * script that look the same. For any text, so that a search by it never fails.
 */
export function operatorKey(name: string): string {
  // Up and down: `ß` and `SS`, `ı` and `I` are one.
  const folded = name
    .normalize('NFKC')
    .replace(ALL_UNSEEN, '')
    .trim()
    .replace(/\s+/g, ' ')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC');
  return [...folded].map((character) => LATIN_BY_LOOKALIKE[character] ?? character).join('');
}
