/* In shares of the font size. A Chinese character is a square; others are about as wide as this. */
const WIDE = 1;
const NARROW = 0.6;
const MORE = '…';

/**
 * A name in at most `widths.length` lines, each as wide as given, in font sizes. What does not fit is cut. For text in
 * SVG, which does not wrap.
 */
export function linesOf(name: string, widths: readonly number[]): readonly string[] {
  const lines: string[] = [];
  let rest = [...name.trim()];
  for (const [at, width] of widths.entries()) {
    if (rest.length === 0) break;
    const fits = countThatFits(rest, width);
    if (fits === rest.length) {
      lines.push(rest.join(''));
      return lines;
    }
    if (at === widths.length - 1) {
      lines.push(
        rest
          .slice(0, countThatFits(rest, width - NARROW))
          .join('')
          .trimEnd() + MORE,
      );
      return lines;
    }
    const end = wordEnd(rest, fits);
    lines.push(rest.slice(0, end).join('').trimEnd());
    rest = [...rest.slice(end).join('').trimStart()];
  }
  return lines;
}

function countThatFits(text: readonly string[], width: number): number {
  let taken = 0;
  const end = text.findIndex((letter) => {
    taken += (letter.codePointAt(0) ?? 0) > 0x2e80 ? WIDE : NARROW;
    return taken > width + 1e-9;
  });
  return end === -1 ? text.length : Math.max(1, end);
}

/* After the last space that fits, so that no English word is cut; a word that is longer than the line is. */
function wordEnd(text: readonly string[], fits: number): number {
  if (text[fits] === ' ') return fits;
  const space = text.slice(0, fits).lastIndexOf(' ');
  return space > 0 ? space : fits;
}
