import { type ThemeName, TIERS } from '../../../src/domain/activities/page-choices.ts';
import type { SoundName } from '../activity/activity-data.ts';

/**
 * What the page lets hear: `draw` rises, and is held until the next cue; `open` releases it; then the result.
 */
export const CUES = ['draw', 'open', ...TIERS, 'not_won'] as const;
export type Cue = (typeof CUES)[number];

/** How a theme sounds. */
export interface Voice {
  readonly wave: 'sine' | 'triangle' | 'square' | 'sawtooth';
  /** The lowest note, in Hz. */
  readonly root: number;
  /** Steps above it, in semitones, within an octave. */
  readonly scale: readonly number[];
}

const PENTATONIC = [0, 2, 4, 7, 9];
const MAJOR = [0, 4, 7, 11];

export const VOICES: Readonly<Record<ThemeName, Voice>> = {
  spring: { wave: 'triangle', root: 294, scale: PENTATONIC },
  double11: { wave: 'sawtooth', root: 220, scale: [0, 3, 7, 10] },
  summer: { wave: 'sine', root: 330, scale: PENTATONIC },
  member: { wave: 'sine', root: 247, scale: MAJOR },
  campus: { wave: 'square', root: 349, scale: [0, 4, 7, 9] },
  minimal: { wave: 'triangle', root: 262, scale: MAJOR },
};

/** Start and length in seconds; `volume` as a share of the loudest. */
export interface Note {
  readonly hertz: number;
  readonly start: number;
  readonly length: number;
  readonly volume: number;
}

/** The note `step` of the scale; steps beyond it are in the next octave. */
export function hertzOf({ root, scale }: Voice, step: number): number {
  const size = scale.length;
  const semitones = (scale[((step % size) + size) % size] ?? 0) + 12 * Math.floor(step / size);
  return root * 2 ** (semitones / 12);
}

/** Seconds between two notes, their steps in the scale, the length of each and of the last. */
interface Tune {
  readonly gap: number;
  readonly steps: readonly (readonly number[])[];
  readonly length: number;
  readonly last: number;
  readonly volume: number;
}

/* `open` and the kind ones are quiet: the visitor did not choose to play sound. */
const TUNES: Readonly<Record<Cue, Tune>> = {
  draw: {
    gap: 0.075,
    steps: [[-3], [-2], [-1], [0], [1], [2], [3], [4]],
    length: 0.1,
    last: 0.14,
    volume: 0.6,
  },
  open: { gap: 0.04, steps: [[2], [5]], length: 0.12, last: 0.22, volume: 0.7 },
  grand: {
    gap: 0.13,
    steps: [[0], [2], [4], [5, 7], [4], [5], [7, 9], [5, 7, 10]],
    length: 0.2,
    last: 1.4,
    volume: 1,
  },
  fine: { gap: 0.11, steps: [[0], [2], [4], [5, 7]], length: 0.16, last: 0.7, volume: 0.9 },
  small: { gap: 0.09, steps: [[2], [5]], length: 0.14, last: 0.35, volume: 0.7 },
  consolation: { gap: 0.16, steps: [[0], [2], [1]], length: 0.24, last: 0.5, volume: 0.5 },
  not_won: { gap: 0.17, steps: [[2], [0]], length: 0.2, last: 0.4, volume: 0.45 },
};

/** The notes of a cue in a theme's voice. */
export function notesOf(cue: Cue, voice: Voice): readonly Note[] {
  const { gap, steps, length, last, volume } = TUNES[cue];
  return steps.flatMap((chord, at) =>
    chord.map((step) => ({
      hertz: hertzOf(voice, step),
      start: at * gap,
      length: at === steps.length - 1 ? last : length,
      // It gathers: each note of the draw is a little louder.
      volume: (cue === 'draw' ? volume * (0.5 + at / (2 * steps.length)) : volume) / Math.sqrt(chord.length),
    })),
  );
}

/** The name of the activity's own sound for a cue. A grand win without one has that of each win; a consolation has none. */
export function fileNameOf(cue: Cue, files: Readonly<Record<SoundName, string>>): string {
  switch (cue) {
    case 'draw':
      return files.draw;
    case 'grand':
      return files.grand || files.won;
    case 'fine':
    case 'small':
      return files.won;
    case 'not_won':
      return files.not_won;
    case 'open':
    case 'consolation':
      return '';
  }
}
