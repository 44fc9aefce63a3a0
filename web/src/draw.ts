import type { Answer } from './api.ts';
import { fieldsOf, linkOf, textOf } from './read.ts';

export const NO_CHANCE = 2001;

/* Refusals given before the server looks at draws: the key may still be that of one it has booked. */
const BEFORE_THE_DRAW: readonly number[] = [1001, 1002, 1004, 1005, 1006];

/** What is known of a draw. */
export type DrawResult =
  | {
      readonly kind: 'won';
      readonly prizeId: string;
      readonly name: string;
      readonly image: string;
      readonly drawInfo: unknown;
    }
  | { readonly kind: 'not_won'; readonly drawInfo: unknown }
  | {
      readonly kind: 'refused';
      /** Whether it is thereby known that nothing was drawn. */
      readonly settled: boolean;
      readonly answer: Extract<Answer, { kind: 'answered' }>;
    }
  /** It may have been drawn or not: the server has not said, or has said that it does not know. */
  | { readonly kind: 'unknown' };

/** "Not won" is only what the server has said in so many words; everything else is not known. */
export function drawResultOf(answer: Answer): DrawResult {
  if (answer.kind !== 'answered') return { kind: 'unknown' };
  if (answer.ret === 0) return drawnOf(answer.data);
  if (answer.ret >= 4000) return { kind: 'unknown' };
  return { kind: 'refused', settled: !BEFORE_THE_DRAW.includes(answer.ret), answer };
}

function drawnOf(data: unknown): DrawResult {
  const { won, prize, user_draw_info } = fieldsOf(data);
  if (won === false) return { kind: 'not_won', drawInfo: user_draw_info };
  if (won !== true) return { kind: 'unknown' };
  const { id, name, image } = fieldsOf(prize);
  return {
    kind: 'won',
    prizeId: textOf(id),
    name: textOf(name),
    image: linkOf(image),
    drawInfo: user_draw_info,
  };
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

/** How long to wait before asking for the `attempt`-th time (from 1), spread so that not all phones ask at once. */
export function pauseBefore(attempt: number, random: () => number = Math.random): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  return pause * (0.75 + random() / 2);
}
