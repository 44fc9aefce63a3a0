import { fieldsOf, textOf } from '../client/read.ts';

/** The custom properties that every screen uses. */
export type Theme = Readonly<
  Record<'--primary' | '--on-primary' | '--background' | '--surface' | '--text' | '--accent', string>
>;

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** The minimum contrast for normal text in WCAG 2. */
const READABLE = 4.5;

const LIGHT = '#ffffff';
const DARK = '#1d1d1f';

/** The colours of `page.theme`. Defaults replace missing or invalid ones, and text colours with too little contrast. */
export function themeOf(value: unknown): Theme {
  const given = fieldsOf(value);
  const primary = colour(given['primary'], '#c8102e');
  const background = colour(given['background'], '#fdf3ee');
  const surface = colour(given['surface'], LIGHT);
  const text = ink(colour(given['text'], '#2a1c18'), [background, surface]);
  return {
    '--primary': primary,
    '--on-primary': ink(colour(given['on_primary'], LIGHT), [primary]),
    '--background': background,
    '--surface': surface,
    '--text': text,
    // Prices and figures have this colour, so it needs the contrast too.
    '--accent': readableOn(colour(given['accent'], primary), [surface])
      ? colour(given['accent'], primary)
      : text,
  };
}

function colour(value: unknown, fallback: string): string {
  const text = textOf(value);
  return HEX.test(text) ? text.toLowerCase() : fallback;
}

/** The colour itself if it has enough contrast on all backgrounds, else black or white, the one with more contrast. */
function ink(wanted: string, grounds: readonly string[]): string {
  if (readableOn(wanted, grounds)) return wanted;
  return worstContrast(LIGHT, grounds) > worstContrast(DARK, grounds) ? LIGHT : DARK;
}

function readableOn(one: string, grounds: readonly string[]): boolean {
  return worstContrast(one, grounds) >= READABLE;
}

function worstContrast(one: string, grounds: readonly string[]): number {
  return Math.min(...grounds.map((ground) => contrast(one, ground)));
}

/** The contrast ratio of WCAG 2, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(hex: string): number {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
