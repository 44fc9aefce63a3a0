/* Blocks whose signs take two columns, by the East Asian Width of Unicode; ambiguous ones are taken as narrow. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;

const EMOJI = /^(?:\p{Emoji_Presentation}|.\ufe0f)/u;

/* Colours take no column. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is what a colour begins with
const COLOUR = /\u001b\[[0-9;]*m/g;

/* No line begins with one of these, and none ends with one of those. */
const CLOSING = /^[，。、；：！？）》”’…,.;:!?)\]%]$/;
const OPENING = /^[（《“‘([]$/;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/* Wider than any line. To find the signs of a text of 1 MiB takes minutes. */
const LONGEST_LOOKED_AT = 4000;

/** How many columns of a terminal the text takes; of a very long one, about how many. */
export function displayWidth(text: string): number {
  const begins = text.slice(0, LONGEST_LOOKED_AT);
  let width = text.length - begins.length;
  for (const { segment } of graphemes.segment(begins.replace(COLOUR, ''))) width += graphemeWidth(segment);
  return width;
}

function graphemeWidth(segment: string): number {
  if (WIDE.test(segment) || EMOJI.test(segment)) return 2;
  return /^[\p{Mark}\p{Control}\p{Format}]/u.test(segment) ? 0 : 1;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** The text in at most `width` columns, with an ellipsis where something had to go. */
export function cut(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${beginning(text, width - 1)}…`;
}

function beginning(text: string, width: number): string {
  let kept = '';
  for (const { segment } of graphemes.segment(text.slice(0, LONGEST_LOOKED_AT))) {
    if (displayWidth(kept + segment) > width) break;
    kept += segment;
  }
  return kept;
}

/** What stands in a file, without what would steer the terminal. */
export function plain(text: string): string {
  return text.replace(/[\p{Control}\u202a-\u202e\u2066-\u2069]+/gu, ' ');
}

/** Lines of at most `width` columns; only a word that is longer by itself is broken. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (line !== '' && displayWidth(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += line === '' ? piece.trimStart() : piece;
    while (displayWidth(line.trimEnd()) > width) {
      const head = beginning(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, line.trimEnd()];
}

/* What is not to be torn: a word with the blanks after it, or a wide sign, each with its punctuation. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let open = false;
  for (const { segment } of graphemes.segment(text)) {
    const last = found.at(-1) ?? '';
    const isWord = graphemeWidth(segment) < 2 && segment !== ' ';
    const joins =
      open ||
      segment === ' ' ||
      CLOSING.test(segment) ||
      (isWord && last !== '' && !last.endsWith(' ') && graphemeWidth(lastGrapheme(last)) < 2);
    if (joins && found.length > 0) found[found.length - 1] = last + segment;
    else found.push(segment);
    open = OPENING.test(segment);
  }
  return found;
}

function lastGrapheme(text: string): string {
  return [...graphemes.segment(text.slice(-8))].at(-1)?.segment ?? '';
}
