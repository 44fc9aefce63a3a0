import type { BookedDraw, Seed } from '../../../domain/draws/draw-ledger.ts';
import type { UserDraws, Win } from '../../../domain/draws/user-draw-info.ts';

export interface AccountRow {
  readonly draw_no: number;
  readonly day: string;
  readonly drawn_on_day: number;
  readonly wins: string;
}

export interface DrawRow {
  readonly draw_id: string;
  readonly draw_no: number;
  readonly prize_id: string | null;
}

export interface SeedRow {
  readonly no: number;
  readonly secret: string;
  readonly revealed_at: number | null;
}

export function userDrawsOf({ draw_no, day, drawn_on_day, wins }: AccountRow): UserDraws {
  return { drawNo: draw_no, lastDay: day, drawnOnLastDay: drawn_on_day, wins: readWins(wins) };
}

export function drawOf({ draw_id, draw_no, prize_id }: DrawRow): BookedDraw {
  return { drawId: draw_id, drawNo: draw_no, prizeId: prize_id };
}

export function seedOf({ no, secret, revealed_at }: SeedRow): Seed {
  return { no, secret, revealedAt: revealed_at };
}

export function readWins(text: string): Win[] {
  return (JSON.parse(text) as [string, string, number][]).map(([drawId, prizeId, wonAt]) => ({
    drawId,
    prizeId,
    wonAt,
  }));
}

export function writeWins(wins: readonly Win[]): string {
  return JSON.stringify(wins.map(({ drawId, prizeId, wonAt }) => [drawId, prizeId, wonAt]));
}
