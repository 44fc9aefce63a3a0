import type { Answer } from './api.ts';
import { fieldsOf, linkOf, textOf } from './read.ts';

export const NO_CHANCE = 2001;

/*
 * The server refuses with these before it reads draws: a draw with the key may have been recorded. After 1009, which wants
 * proof that a person is there, the same key is sent again with it.
 */
const BEFORE_THE_DRAW: readonly number[] = [1001, 1002, 1004, 1005, 1006, 1008, 1009];

/** The known state of a draw. */
export type DrawResult =
  | {
      readonly kind: 'won';
      readonly drawId: string;
      readonly prizeId: string;
      readonly name: string;
      readonly image: string;
      readonly drawInfo: unknown;
    }
  | { readonly kind: 'not_won'; readonly drawInfo: unknown }
  | {
      readonly kind: 'refused';
      /** Whether the answer proves that no draw was made. */
      readonly settled: boolean;
      readonly answer: Extract<Answer, { kind: 'answered' }>;
    }
  /** Unknown whether the draw was made: no answer, or an answer that does not say. */
  | { readonly kind: 'unknown' };

/** "Not won" only if the server has returned it; every other answer is unknown. */
export function drawResultOf(answer: Answer): DrawResult {
  if (answer.kind !== 'answered') return { kind: 'unknown' };
  if (answer.ret === 0) return drawnOf(answer.data);
  if (answer.ret >= 4000) return { kind: 'unknown' };
  return { kind: 'refused', settled: !BEFORE_THE_DRAW.includes(answer.ret), answer };
}

function drawnOf(data: unknown): DrawResult {
  const { draw_id, won, prize, user_draw_info } = fieldsOf(data);
  if (won === false) return { kind: 'not_won', drawInfo: user_draw_info };
  if (won !== true) return { kind: 'unknown' };
  const { id, name, image } = fieldsOf(prize);
  return {
    kind: 'won',
    drawId: textOf(draw_id),
    prizeId: textOf(id),
    name: textOf(name),
    image: linkOf(image),
    drawInfo: user_draw_info,
  };
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15_000;

/** The pause before attempt number `attempt` (from 1), randomised so that phones do not ask at the same time. */
export function pauseBefore(attempt: number, random: () => number = Math.random): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
  return pause * (0.75 + random() / 2);
}
