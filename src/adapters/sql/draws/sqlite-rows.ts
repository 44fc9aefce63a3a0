import type { UserDraws, Win } from '../../../domain/draws/account.ts';
import type { RulesLink } from '../../../domain/draws/binding-book.ts';
import type { BookedDraw, Seed } from '../../../domain/draws/draw-ledger.ts';

/** The columns of an account, in the order of its values. */
export const ACCOUNT_COLUMNS = `version, draw_no, last_day, drawn_on_day, daily_on_day, earned, earned_used, streak,
  sign_ins_on_day, shares_on_day, invited, helped, won`;

/** Read as a list, which costs half of what an object of 13 properties does: 4 µs, of about 30 for a draw. */
export type AccountValues = readonly [
  version: number,
  drawNo: number,
  lastDay: string | null,
  drawnOnDay: number,
  dailyOnDay: number,
  earned: number,
  earnedUsed: number,
  streak: number,
  signInsOnDay: number,
  sharesOnDay: number,
  invited: number,
  helped: string | null,
  /** JSON: the number of wins of each prize id. */
  won: string,
];

/** The account without its wins, which stand in the log. */
export function accountOf(values: AccountValues): UserDraws {
  const [version, drawNo, lastDay, drawnOnLastDay, dailyOnLastDay, earned, earnedUsed, ...more] = values;
  const [streak, signInsOnLastDay, sharesOnLastDay, invited, helped, won] = more;
  return {
    version,
    drawNo,
    lastDay,
    drawnOnLastDay,
    dailyOnLastDay,
    earned,
    earnedUsed,
    streak,
    signInsOnLastDay,
    sharesOnLastDay,
    invited,
    helped,
    won: JSON.parse(won),
    wins: [],
  };
}

export function accountValues(draws: UserDraws): AccountValues {
  return [
    draws.version,
    draws.drawNo,
    draws.lastDay,
    draws.drawnOnLastDay,
    draws.dailyOnLastDay,
    draws.earned,
    draws.earnedUsed,
    draws.streak,
    draws.signInsOnLastDay,
    draws.sharesOnLastDay,
    draws.invited,
    draws.helped,
    JSON.stringify(draws.won),
  ];
}

export interface WinRow {
  readonly draw_id: string;
  readonly prize_id: string;
  readonly unit: number;
  readonly at: number;
}

export function winOf({ draw_id, prize_id, unit, at }: WinRow): Win {
  return { drawId: draw_id, prizeId: prize_id, unit, wonAt: at };
}

export interface DrawRow {
  readonly draw_id: string;
  readonly draw_no: number;
  readonly prize_id: string | null;
  readonly unit: number | null;
}

export function drawOf({ draw_id, draw_no, prize_id, unit }: DrawRow): BookedDraw {
  return { drawId: draw_id, drawNo: draw_no, prizeId: prize_id, unit: prize_id === null ? null : unit };
}

export interface SeedRow {
  readonly no: number;
  readonly secret: string;
  readonly revealed_at: number | null;
}

export function seedOf({ no, secret, revealed_at }: SeedRow): Seed {
  return { no, secret, revealedAt: revealed_at };
}

export const RULES_COLUMNS = 'no, hash, at, release, head, salt';

export interface RulesRow {
  readonly no: number;
  readonly hash: string;
  readonly at: number;
  readonly release: number | null;
  readonly head: string;
  readonly salt: string;
}

export function rulesLinkOf({ no, hash, at, release, head, salt }: RulesRow): RulesLink {
  return { no, hash, at, release, head, salt };
}

export interface AwardRow {
  readonly prize_id: string;
  readonly count: number;
}
