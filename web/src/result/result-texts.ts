import type { Look } from '../activity/activity-data.ts';
import type { Words } from '../words/words.ts';
import type { Occasion } from './celebration.ts';

export interface ResultTexts {
  readonly cheer: string;
  /** How it goes on. */
  readonly next: string;
}

/**
 * What a result says. The activity's texts go first, where they are true: `won_title` cheers too loudly for a consolation,
 * and `not_won_text`, which may ask to draw once more, holds only while a chance is left.
 */
export function resultTextsOf(given: {
  readonly occasion: Occasion;
  readonly texts: Look['texts'];
  readonly own: Words['result'];
  /** How the winner gets the prize; '' if the activity does not say. */
  readonly claim: string;
  readonly mayAgain: boolean;
  /** Whether another chance can be earned. */
  readonly earns: boolean;
  /** Whether there will be another chance by itself. */
  readonly later: boolean;
}): ResultTexts {
  const { occasion, texts, own, claim, mayAgain } = given;
  if (occasion === 'not_won') {
    const next = mayAgain ? texts.not_won_text || own.notWonAgain : lastWords(given);
    return { cheer: texts.not_won_title || own.notWonTitle, next };
  }
  const cheer =
    occasion === 'consolation' ? own.wonTitle.consolation : texts.won_title || own.wonTitle[occasion];
  return { cheer, next: claim || texts.won_next };
}

function lastWords({ own, earns, later }: Parameters<typeof resultTextsOf>[0]): string {
  if (earns) return own.notWonEarn;
  return later ? own.notWonLater : own.notWonLast;
}
