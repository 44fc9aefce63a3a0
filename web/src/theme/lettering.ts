/** A piece of a title that is drawn, turned and never broken as one. */
export interface Glyph {
  readonly text: string;
  /** `picture`: an emoji, which has its own colours. `gap`: white space. */
  readonly kind: 'letter' | 'picture' | 'gap';
  /** Its width in em, estimated. */
  readonly width: number;
}

export interface Line {
  readonly glyphs: readonly Glyph[];
  /** Where the middle of each glyph stands on the line, from -1 to 1. */
  readonly places: readonly number[];
}

export interface Lettering {
  readonly lines: readonly Line[];
  /** The width that the title needs, in em: its size is the room divided by it. */
  readonly width: number;
  /** Whether it is short enough to be arched; a long one flows and breaks where it must. */
  readonly isShort: boolean;
}

/* Written as ranges: web views of 2018 do not know `\p{Extended_Pictographic}`, and refuse the whole script. */
const PICTURE = '[\\u{1F000}-\\u{1FAFF}\\u2600-\\u27BF\\u2B50\\u2B55]';
const JOINED = `(?:[\\u{1F1E6}-\\u{1F1FF}]{2}|${PICTURE}(?:\\uFE0F|[\\u{1F3FB}-\\u{1F3FF}]|\\u200D${PICTURE})*)`;
const WORD = "[A-Za-z0-9\\u00C0-\\u024F'’&%.+¥$#@/_-]+";
const MARK = '[，。！？、：；…~～·,!?:;)）》」』”]';
const PIECES = new RegExp(`(\\s+)|(${JOINED})|((?:${WORD}|.)${MARK}*)`, 'gsu');
const ENDS_WITH_MARK = new RegExp(`${MARK}$`, 'u');

/** Up to this width a title stands on one line, up to the other one on two. */
const ONE_LINE = 8.5;
const TWO_LINES = 26;
/** How much the lines may differ for a break at a mark or a gap, in em. */
const GOOD_BREAK = 3.5;

/** The title as pieces and lines. */
export function letteringOf(title: string): Lettering {
  const glyphs = glyphsOf(title.trim());
  const whole = widthOf(glyphs);
  if (whole <= ONE_LINE) return { lines: [lineOf(glyphs)], width: whole, isShort: true };
  if (whole > TWO_LINES) return { lines: [lineOf(glyphs)], width: whole / 3, isShort: false };
  const at = breakOf(glyphs);
  const parts = [glyphs.slice(0, at), glyphs.slice(at)].filter((part) => part.length > 0);
  return { lines: parts.map(lineOf), width: Math.max(...parts.map(widthOf)), isShort: true };
}

function glyphsOf(title: string): Glyph[] {
  return [...title.matchAll(PIECES)].map(([text, gap, picture]) => {
    if (gap !== undefined) return { text: ' ', kind: 'gap', width: 0.3 };
    if (picture !== undefined) return { text, kind: 'picture', width: 1.3 };
    return { text, kind: 'letter', width: [...text].reduce((sum, letter) => sum + letterWidth(letter), 0) };
  });
}

function letterWidth(letter: string): number {
  if (letter > '\u2E7F') return 1;
  return /[A-Z0-9&%@M]/.test(letter) ? 0.68 : 0.56;
}

function widthOf(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((sum, { width }) => sum + width, 0);
}

/** The place before which the second line begins. */
function breakOf(glyphs: readonly Glyph[]): number {
  const whole = widthOf(glyphs);
  let best = { at: glyphs.length, cost: Number.POSITIVE_INFINITY };
  let before = 0;
  glyphs.forEach((glyph, index) => {
    before += glyph.width;
    const good = glyph.kind !== 'letter' || ENDS_WITH_MARK.test(glyph.text);
    const cost = Math.abs(whole - 2 * before) - (good ? GOOD_BREAK : 0);
    if (cost < best.cost) best = { at: index + 1, cost };
  });
  return best.at;
}

function lineOf(glyphs: readonly Glyph[]): Line {
  const half = widthOf(glyphs) / 2;
  let before = 0;
  const places = glyphs.map(({ width }) => {
    const middle = before + width / 2;
    before += width;
    return half === 0 ? 0 : Number((middle / half - 1).toFixed(3));
  });
  return { glyphs, places };
}
