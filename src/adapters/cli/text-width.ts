/* Code points that a terminal shows two columns wide: CJK, Kana, Hangul, full-width forms, most emoji. */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]/u;
const NARROWLESS = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** How many columns of a terminal a text takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (NARROWLESS.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** The text in exactly so many columns: cut with an ellipsis, or filled up with blanks. */
export function fitted(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  let fits = text;
  if (textWidth(text) > columns) {
    fits = '';
    for (const character of text) {
      if (textWidth(fits) + textWidth(character) > columns - 1) break;
      fits += character;
    }
    fits += '…';
  }
  const blanks = ' '.repeat(columns - textWidth(fits));
  return side === 'left' ? fits + blanks : blanks + fits;
}

/** What a file says, without the control characters by which it could steer a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '');
}
