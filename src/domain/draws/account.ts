/** A prize that a user has won, as the ledger has it. */
export interface Win {
  readonly drawId: string;
  readonly prizeId: string;
  /** The how-manieth award of this prize in this activity, from 1. */
  readonly unit: number;
  /** Milliseconds since the epoch. */
  readonly wonAt: number;
}

/** How many of a user's wins an account holds, and an answer lists; the ledger keeps all. */
export const LATEST_WINS = 50;

/** One user's draws and earnings in one activity, as the ledger has them. Its size does not grow with the draws. */
export interface UserDraws {
  /** How often the account has changed. A commit is recorded only if this is still the one it was decided on. */
  readonly version: number;
  /** The number of the user's draws in all. */
  readonly drawNo: number;
  /** The local day of the account's latest change; `null` before the first. */
  readonly lastDay: string | null;
  /** Draws on that day, with daily and earned chances. */
  readonly drawnOnLastDay: number;
  /** Those of them with daily chances. */
  readonly dailyOnLastDay: number;
  /** Chances earned in all, and how many of them are used. */
  readonly earned: number;
  readonly earnedUsed: number;
  /** Draws since the last prize of value. */
  readonly streak: number;
  readonly signInsOnLastDay: number;
  readonly sharesOnLastDay: number;
  /** Friends who came by this user's invitation and counted. */
  readonly invited: number;
  /** The uid of the user whose invitation this user followed; `null` for none. */
  readonly helped: string | null;
  /** The number of wins of each prize id. */
  readonly won: Readonly<Record<string, number>>;
  /** The latest wins, at most `LATEST_WINS`, oldest first. */
  readonly wins: readonly Win[];
}

export const NO_DRAWS: UserDraws = {
  version: 0,
  drawNo: 0,
  lastDay: null,
  drawnOnLastDay: 0,
  dailyOnLastDay: 0,
  earned: 0,
  earnedUsed: 0,
  streak: 0,
  signInsOnLastDay: 0,
  sharesOnLastDay: 0,
  invited: 0,
  helped: null,
  won: {},
  wins: [],
};

/** How many prizes the user has won in all. */
export function winCount({ won }: Pick<UserDraws, 'won'>): number {
  let count = 0;
  for (const prizeId in won) count += won[prizeId] as number;
  return count;
}

/** What is counted a day. */
export type OnDay = Pick<
  UserDraws,
  'drawnOnLastDay' | 'dailyOnLastDay' | 'signInsOnLastDay' | 'sharesOnLastDay'
>;

const NEW_DAY: OnDay = { drawnOnLastDay: 0, dailyOnLastDay: 0, signInsOnLastDay: 0, sharesOnLastDay: 0 };

/** What the account counts on `day`. */
export function onDay(draws: OnDay & Pick<UserDraws, 'lastDay'>, day: string): OnDay {
  return draws.lastDay === day ? draws : NEW_DAY;
}

/** An account's days never go back. */
export function laterDay(day: string, lastDay: string | null): string {
  return lastDay !== null && lastDay > day ? lastDay : day;
}

/** A draw, as an account records it. */
export interface AccountDraw {
  readonly day: string;
  /** Whether it spends an earned chance. */
  readonly usesEarned: boolean;
}

/** The account after one more draw, whatever it wins. A day before the account's last one counts as that. */
export function afterDraw(draws: UserDraws, { day, usesEarned }: AccountDraw): UserDraws {
  const lastDay = laterDay(day, draws.lastDay);
  const counts = onDay(draws, lastDay);
  return {
    ...draws,
    version: draws.version + 1,
    drawNo: draws.drawNo + 1,
    lastDay,
    drawnOnLastDay: counts.drawnOnLastDay + 1,
    dailyOnLastDay: counts.dailyOnLastDay + (usesEarned ? 0 : 1),
    signInsOnLastDay: counts.signInsOnLastDay,
    sharesOnLastDay: counts.sharesOnLastDay,
    earnedUsed: draws.earnedUsed + (usesEarned ? 1 : 0),
    streak: draws.streak + 1,
  };
}

/** The account after a draw has won. @param after what `afterDraw` returned @param endsStreak whether it is of value */
export function withWin(after: UserDraws, win: Win, endsStreak: boolean): UserDraws {
  return {
    ...withCount(after, win.prizeId, endsStreak),
    wins: [...after.wins.slice(1 - LATEST_WINS), win],
  };
}

/** The same without the win itself, which has no unit before it is recorded. */
export function withCount(after: UserDraws, prizeId: string, endsStreak: boolean): UserDraws {
  return {
    ...after,
    streak: endsStreak ? 0 : after.streak,
    won: { ...after.won, [prizeId]: (after.won[prizeId] ?? 0) + 1 },
  };
}

/** Where a chance comes from. */
export type EarningSource = 'sign_in' | 'share' | 'invite' | 'grant';

export interface AccountEarning {
  readonly source: EarningSource;
  readonly chances: number;
  readonly day: string;
}

/** The account after chances were earned. */
export function afterEarning(draws: UserDraws, { source, chances, day }: AccountEarning): UserDraws {
  const lastDay = laterDay(day, draws.lastDay);
  const counts = onDay(draws, lastDay);
  return {
    ...draws,
    version: draws.version + 1,
    lastDay,
    drawnOnLastDay: counts.drawnOnLastDay,
    dailyOnLastDay: counts.dailyOnLastDay,
    signInsOnLastDay: counts.signInsOnLastDay + (source === 'sign_in' ? 1 : 0),
    sharesOnLastDay: counts.sharesOnLastDay + (source === 'share' ? 1 : 0),
    invited: draws.invited + (source === 'invite' ? 1 : 0),
    earned: draws.earned + chances,
  };
}

/** The account of a user who followed an invitation. Its day stays. */
export function afterHelp(draws: UserDraws, inviter: string): UserDraws {
  return { ...draws, version: draws.version + 1, helped: inviter };
}
