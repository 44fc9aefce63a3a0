import type { Tier } from '../../../src/domain/activities/page-choices.ts';

/** What there is to celebrate. */
export type Occasion = Tier | 'not_won';

/** @param prize as the activity describes it; a won one may have been removed from it since */
export function occasionOf(won: boolean, prize: { readonly tier: Tier } | undefined): Occasion {
  return won ? (prize?.tier ?? 'fine') : 'not_won';
}

/** Where paper bursts from: the two lower corners, and the prize. */
export type PaperSource = 'left' | 'right' | 'prize';

/** How a result is celebrated; all times in milliseconds from its start. */
export interface Celebration {
  /** Before this the prize stands alone; then the dialog is complete. 0: the dialog is complete at once. */
  readonly lastsMs: number;
  /** Whether the screen behind is nearly black; else it is dimmed as behind each dialog. */
  readonly darkens: boolean;
  readonly rays: boolean;
  /** Whether a gift opens first. */
  readonly gift: boolean;
  /** When the prize appears; the beats of the phone, the sound and the paper begin then. */
  readonly opensAtMs: number;
  /** When the value begins to count up, and how long it does. */
  readonly countsFromMs: number;
  readonly countsMs: number;
  readonly paper: number;
  readonly sources: readonly PaperSource[];
}

const PLAIN: Celebration = {
  lastsMs: 0,
  darkens: false,
  rays: false,
  gift: false,
  opensAtMs: 0,
  countsFromMs: 0,
  countsMs: 0,
  paper: 0,
  sources: [],
};

const PLANS: Readonly<Record<Occasion, Celebration>> = {
  grand: {
    lastsMs: 2_500,
    darkens: true,
    rays: true,
    gift: true,
    opensAtMs: 900,
    countsFromMs: 1_150,
    countsMs: 900,
    paper: 120,
    sources: ['left', 'right', 'prize'],
  },
  fine: {
    lastsMs: 1_200,
    darkens: false,
    rays: true,
    gift: false,
    opensAtMs: 80,
    countsFromMs: 250,
    countsMs: 550,
    paper: 56,
    sources: ['left', 'right'],
  },
  small: { ...PLAIN, opensAtMs: 80, paper: 18, sources: ['prize'] },
  consolation: PLAIN,
  not_won: PLAIN,
};

/** @param calm whether the phone asks for less motion: then everything stands as in the midst of it */
export function celebrationOf(occasion: Occasion, calm: boolean): Celebration {
  const plan = PLANS[occasion];
  return calm ? { ...plan, lastsMs: 0, gift: false, opensAtMs: 0, countsFromMs: 0, countsMs: 0 } : plan;
}

const NUMBER = /\d[\d,]*(?:\.\d+)?/;

/**
 * A value on its way up: `¥4,999` at a half is `¥2,500`. A value without a number stays as it is.
 * @param share 0 to 1
 */
export function countedValue(value: string, share: number): string {
  const written = NUMBER.exec(value)?.[0];
  if (written === undefined || share >= 1) return value;
  const decimals = written.split('.')[1]?.length ?? 0;
  const digits = (Number(written.replaceAll(',', '')) * share).toFixed(decimals);
  const shown = written.includes(',') ? digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',') : digits;
  return value.replace(written, shown);
}
