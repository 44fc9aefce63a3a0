import { z } from 'zod';
import type { Account } from '../../../domain/draws/draw-ledger.ts';
import type { Win } from '../../../domain/draws/user-draw-info.ts';

const winsSchema = z
  .string()
  .transform((text) => JSON.parse(text) as unknown)
  .pipe(z.array(z.tuple([z.string(), z.string(), z.number()])));
const whole = z.coerce.number().int().min(0);

/** Number, secret, time of revealing. */
export const seedReply = z.tuple([whole, z.string(), whole.nullable()]);

/** Secret, time of revealing. */
export const revealReply = z.tuple([z.string(), whole]);

/** @throws Error if the reply does not hold `count` replies */
export function repliesOf(reply: unknown, count: number): readonly unknown[] {
  if (Array.isArray(reply) && reply.length === count) return reply;
  throw new Error(`not ${count} replies`);
}

/** @throws Error if the reply is not an account */
export function readAccount(reply: unknown): Account {
  if (!Array.isArray(reply)) throw reply instanceof Error ? reply : new Error('not an account');
  const [n, day, dayN, wins, booked] = reply as (string | null)[];
  return {
    draws: {
      drawNo: readCount(n),
      lastDay: day ?? null,
      drawnOnLastDay: readCount(dayN),
      wins: readWins(wins ?? '[]'),
    },
    booked: booked ? readRecordedDraw(booked) : null,
  };
}

export function readWins(text: string): Win[] {
  if (text === '[]') return [];
  return winsSchema.parse(text).map(([drawId, prizeId, wonAt]) => ({ drawId, prizeId, wonAt }));
}

export function writeWins(wins: readonly Win[]): string {
  return JSON.stringify(wins.map(({ drawId, prizeId, wonAt }) => [drawId, prizeId, wonAt]));
}

/* Without zod: it is called several times for each draw, and a schema would take longer than all other parsing. */
export function readCount(text: string | null | undefined): number {
  const count = Number(text ?? 0);
  if (!Number.isSafeInteger(count) || count < 0) throw new Error(`not a count: ${text}`);
  return count;
}

function readRecordedDraw(text: string): Account['booked'] {
  const [drawNo, drawId = '', prizeId] = text.split(':');
  return { drawNo: readCount(drawNo), drawId, prizeId: prizeId || null };
}
