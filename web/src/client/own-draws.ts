import { countOf, fieldsOf, listOf, momentOf, textOf } from './read.ts';

/** One draw of the user, as the log has it. */
export interface OwnDraw {
  /** Counts the user's draws in the activity, from 1. */
  readonly drawNo: number;
  readonly drawId: string;
  readonly drawnAt: number | null;
  readonly seedNo: number;
  /** 0 for a draw from before rules were recorded. */
  readonly rulesNo: number;
  /** `null`: nothing was won. */
  readonly prizeId: string | null;
  /** The risk check denied it; known from the end of the activity on. */
  readonly denied: boolean;
}

export interface DrawsPage {
  /** Oldest first. */
  readonly draws: readonly OwnDraw[];
  /** The position of the first of them; 0: there are no older ones. */
  readonly before: number;
}

/** `null` if the server did not send one. */
export function drawsPageOf(data: unknown): DrawsPage | null {
  const { draws, draws_before } = fieldsOf(data);
  const before = countOf(draws_before);
  return before === null ? null : { draws: listOf(draws).map(drawOf).filter(isNumbered), before };
}

function drawOf(value: unknown): OwnDraw {
  const { draw_no, draw_id, drawn_at, seed_no, rules_no, prize_id, denied } = fieldsOf(value);
  return {
    drawNo: countOf(draw_no) ?? 0,
    drawId: textOf(draw_id),
    drawnAt: momentOf(drawn_at),
    seedNo: countOf(seed_no) ?? 0,
    rulesNo: countOf(rules_no) ?? 0,
    prizeId: textOf(prize_id) || null,
    denied: denied === true,
  };
}

function isNumbered({ drawNo }: OwnDraw): boolean {
  return drawNo > 0;
}
