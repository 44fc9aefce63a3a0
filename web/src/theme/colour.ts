/** A colour as `#rgb` or `#rrggbb`. */
export type Hex = `#${string}`;

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** The minimum contrast for normal text in WCAG 2. */
const READABLE = 4.5;

const LIGHT = '#ffffff';
const DARK = '#1d1d1f';

export function isHex(text: string): text is Hex {
  return HEX.test(text);
}

/** The colour itself if it has enough contrast on all grounds, else black or white, the one with more contrast. */
export function ink(wanted: string, grounds: readonly string[]): string {
  if (isReadable(wanted, grounds)) return wanted;
  return worstContrast(LIGHT, grounds) > worstContrast(DARK, grounds) ? LIGHT : DARK;
}

export function isReadable(one: string, grounds: readonly string[]): boolean {
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

/** `share` of the other colour, 0 to 1, in the rest of the one. */
export function mixed(one: string, other: string, share: number): Hex {
  const others = channelsOf(other);
  const parts = channelsOf(one).map((part, at) => part + ((others[at] ?? 0) - part) * share);
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

export function isDark(hex: string): boolean {
  return luminance(hex) < 0.18;
}

/** `rgb(1 2 3 / 40%)` in the spelling that old web views read. */
export function seeThrough(hex: string, alpha: number): string {
  return `rgba(${channelsOf(hex).join(', ')}, ${alpha})`;
}

function luminance(hex: string): number {
  const [red, green, blue] = channelsOf(hex).map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function channelsOf(hex: string): number[] {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  return [0, 2, 4].map((at) => Number.parseInt(digits.slice(at, at + 2), 16));
}
