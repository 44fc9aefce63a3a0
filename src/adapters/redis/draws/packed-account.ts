import { NO_DRAWS, type UserDraws, type Win } from '../../../domain/draws/account.ts';
import { malformed, pack, packDay, readDecimal, unpack, unpackDay, unpackId } from './packed-text.ts';

const NUMBERS_BEFORE_HELPED = 11;

/**
 * The state of an account without its wins. The same state is always the same text, by which scripts compare; that of
 * `NO_DRAWS` is empty.
 */
export function packState(draws: UserDraws): string {
  const { version, drawNo, lastDay, drawnOnLastDay, dailyOnLastDay, earned, earnedUsed, streak } = draws;
  const { signInsOnLastDay, sharesOnLastDay, invited, helped } = draws;
  const day = lastDay === null ? '' : packDay(lastDay);
  const drawn = `${pack(version)},${pack(drawNo)},${day},${pack(drawnOnLastDay)},${pack(dailyOnLastDay)}`;
  const state = `${drawn},${pack(earned)},${pack(earnedUsed)},${pack(streak)}`;
  if (helped !== null || signInsOnLastDay > 0 || sharesOnLastDay > 0 || invited > 0) {
    const ways = `${state},${pack(signInsOnLastDay)},${pack(sharesOnLastDay)},${pack(invited)}`;
    // The uid comes last, because it may have any character.
    return helped === null ? ways : `${ways},${helped}`;
  }
  return version === 0 ? '' : state;
}

/** @throws Error if one of the texts is not what this file writes */
export function readDraws(state: string | null, won: string | null, wins: readonly string[]): UserDraws {
  if (!state) return NO_DRAWS;
  const parts = state.split(',', NUMBERS_BEFORE_HELPED);
  if (parts.length !== 8 && parts.length !== NUMBERS_BEFORE_HELPED) throw malformed(state);
  const day = parts[2] as string;
  const number = (index: number) => unpack(parts[index] ?? '');
  const length = parts.reduce((sum, part) => sum + part.length + 1, 0);
  return {
    version: number(0),
    drawNo: number(1),
    lastDay: day === '' ? null : unpackDay(day),
    drawnOnLastDay: number(3),
    dailyOnLastDay: number(4),
    earned: number(5),
    earnedUsed: number(6),
    streak: number(7),
    signInsOnLastDay: number(8),
    sharesOnLastDay: number(9),
    invited: number(10),
    helped: state.length > length - 1 ? state.slice(length) : null,
    won: won ? readWon(won) : {},
    wins: wins.map(readWin),
  };
}

/** The numbers of wins: `car:1,coupon:2`. No prize id has one of these characters. */
export function packWon(won: UserDraws['won']): string {
  let text = '';
  for (const prizeId in won) text += `${text && ','}${prizeId}:${pack(won[prizeId] as number)}`;
  return text;
}

function readWon(text: string): UserDraws['won'] {
  const won: Record<string, number> = {};
  for (const part of text.split(',')) {
    const colon = part.indexOf(':');
    if (colon < 1) throw malformed(text);
    won[part.slice(0, colon)] = unpack(part, colon + 1);
  }
  return won;
}

/** Reads a win as scripts/commit.lua writes it: draw id, prize id, unit, time. @throws Error if it is none */
export function readWin(text: string): Win {
  const [drawId = '', prizeId = '', unit = '', wonAt = '', ...more] = text.split(':');
  if (prizeId === '' || unit === '' || wonAt === '' || more.length > 0) throw malformed(text);
  return { drawId: unpackId(drawId), prizeId, unit: readDecimal(unit), wonAt: unpack(wonAt) };
}
