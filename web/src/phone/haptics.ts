import { attempt } from './kept.ts';

/** What the phone can let the hand feel: milliseconds on, off, on … */
export const PATTERNS = {
  draw: [60],
  /* Three beats: the gift, the lid, the prize. */
  grand: [70, 130, 90, 130, 260],
  fine: [60, 70, 140],
  small: [50],
  consolation: [30],
  not_won: [],
} as const satisfies Record<string, readonly number[]>;

/** Missing on iOS, and refused before the first tap. */
export function feel(name: keyof typeof PATTERNS): void {
  const pattern = PATTERNS[name];
  if (pattern.length > 0) attempt(() => navigator.vibrate?.([...pattern]));
}
