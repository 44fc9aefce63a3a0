/** The size of a poster: as wide as a phone's picture in a chat, in pixels. */
export const POSTER = { width: 750, height: 1334 } as const;

export interface PosterText {
  readonly lines: readonly string[];
  readonly size: number;
  /** The baseline of the first line. */
  readonly y: number;
  readonly lineHeight: number;
}

export interface PosterMedal {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface PosterLayout {
  readonly title: PosterText;
  readonly line: PosterText;
  readonly medals: readonly PosterMedal[];
  readonly value: PosterText;
  readonly name: PosterText;
  /** The card at the foot, with the QR code at its right. */
  readonly card: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly code: { readonly x: number; readonly y: number; readonly size: number };
}

/** The width of a text in a font size, in pixels. */
export type Measure = (text: string, size: number) => number;

const MARGIN = 56;
const INNER = POSTER.width - 2 * MARGIN;
const CARD = { x: 40, y: 1046, width: POSTER.width - 80, height: 248 };
const CODE = { x: CARD.x + CARD.width - 24 - 200, y: CARD.y + 24, size: 200 };

/** Where everything of a poster stands. `medals`: the won prize alone, or up to three that can be won. */
export function posterLayout(
  given: {
    readonly title: string;
    readonly line: string;
    readonly value: string;
    readonly name: string;
    readonly medals: number;
  },
  measure: Measure,
): PosterLayout {
  const title = fitted(given.title, 84, 46, INNER, 2, 128, measure);
  const line = fitted(given.line, 38, 26, INNER, 1, endOf(title) + 78, measure);
  const top = endOf(line) + 34;
  // Where there is text below the medal, it takes its room from the medal.
  const value = fitted(given.value, 104, 56, INNER, 1, 0, measure);
  const name = fitted(given.name, 50, 32, INNER, 2, 0, measure);
  const below = heightOf(value) + heightOf(name) + 72;
  const radius = Math.max(96, Math.min(215, (CARD.y - 40 - below - top) / 2));
  // What room is left over is shared out, so that the prize is not high above an empty sky.
  const spare = CARD.y - 40 - below - top - 2 * radius;
  const y = top + radius + spare / 3;
  const valueAt = { ...value, y: y + radius + 20 + value.size };
  const nameAt = { ...name, y: y + radius + 44 + heightOf(value) + name.size };
  return {
    title,
    line,
    medals: medalsOf(given.medals, y, radius),
    value: valueAt,
    name: nameAt,
    card: CARD,
    code: CODE,
  };
}

function medalsOf(count: number, y: number, radius: number): readonly PosterMedal[] {
  const x = POSTER.width / 2;
  if (count <= 1) return [{ x, y, radius }];
  const small = radius * 0.56;
  const sides = [
    { x: MARGIN + small, y: y + radius * 0.34, radius: small },
    { x: POSTER.width - MARGIN - small, y: y + radius * 0.34, radius: small },
  ].slice(0, count - 1);
  // The first prize is drawn last: it stands in front.
  return [...sides, { x, y: y - radius * 0.1, radius: radius * 0.84 }];
}

/** The largest size, in steps, in which the text fits into its lines; what is too long even then ends with `…`. */
function fitted(
  text: string,
  largest: number,
  smallest: number,
  width: number,
  most: number,
  y: number,
  measure: Measure,
): PosterText {
  let size = largest;
  let lines = text === '' ? [] : wrapped(text, size, width, measure);
  while (lines.length > most && size > smallest) {
    size -= 4;
    lines = wrapped(text, size, width, measure);
  }
  if (lines.length > most) {
    const last = [...(lines[most - 1] ?? '')].slice(0, -1).join('');
    lines = [...lines.slice(0, most - 1), `${last}…`];
  } else if (lines.length > 1) lines = balanced(text, size, width, lines.length, measure);
  return { lines, size, y, lineHeight: Math.round(size * 1.2) };
}

/* As narrow as it can be in so many lines: else a single letter may stand alone on the last one. */
function balanced(text: string, size: number, width: number, count: number, measure: Measure): string[] {
  for (let narrow = width / count; narrow < width; narrow += size / 4) {
    const lines = wrapped(text, size, narrow, measure);
    if (lines.length === count) return lines;
  }
  return wrapped(text, size, width, measure);
}

/* Chinese breaks anywhere; a word of letters is broken only if a space is far. */
function wrapped(text: string, size: number, width: number, measure: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const letter of text) {
    if (line !== '' && measure(line + letter, size) > width) {
      const space = line.lastIndexOf(' ');
      const breaks = space > line.length / 2 && letter !== ' ';
      lines.push((breaks ? line.slice(0, space) : line).trim());
      line = breaks ? line.slice(space + 1) : '';
    }
    line += letter;
  }
  return [...lines, line.trim()].filter((each) => each !== '');
}

function heightOf({ lines, lineHeight }: PosterText): number {
  return lines.length * lineHeight;
}

function endOf({ y, lines, lineHeight }: PosterText): number {
  return y + (lines.length - 1) * lineHeight;
}
