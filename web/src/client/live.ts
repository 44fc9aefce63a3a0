import { type Answer, type Question, send } from './api.ts';
import { countOf, fieldsOf, listOf, momentOf, textOf } from './read.ts';

/** A recent win of somebody, as everyone may see it. */
export interface Winner {
  /** Masked, such as `u***1`. */
  readonly who: string;
  readonly prizeId: string;
  readonly name: string;
  readonly wonAt: number | null;
}

export interface Live {
  /** The latest first. */
  readonly winners: readonly Winner[];
  /** How many are left of each prize, by its id; without one that has no limit or is not shown. */
  readonly left: ReadonlyMap<string, number>;
}

export const NOTHING_LIVE: Live = { winners: [], left: new Map() };

const MOST_WINNERS = 50;
const DEADLINE_MS = 8_000;

/** The latest wins and what is left. Never rejects. */
export function fetchLive({ endpoint, activityId }: Omit<Question, 'token'>): Promise<Answer> {
  return send(`${endpoint}?activity_id=${encodeURIComponent(activityId)}`, {}, DEADLINE_MS);
}

/** `null` if the answer has none. */
export function liveOf(answer: Answer): Live | null {
  if (answer.kind !== 'answered' || answer.ret !== 0) return null;
  const { winners, left } = fieldsOf(answer.data);
  return {
    winners: listOf(winners).slice(0, MOST_WINNERS).map(winnerOf).filter(isShown),
    left: new Map(
      Object.entries(fieldsOf(left)).flatMap(([id, value]) => {
        const count = countOf(value);
        return count === null ? [] : [[id, count] as const];
      }),
    ),
  };
}

function winnerOf(value: unknown): Winner {
  const { who, prize_id, name, won_at } = fieldsOf(value);
  return { who: textOf(who), prizeId: textOf(prize_id), name: textOf(name), wonAt: momentOf(won_at) };
}

function isShown({ who, name }: Winner): boolean {
  return who !== '' && name !== '';
}
