import { LATEST_WINS, type UserDraws, winCount } from '../../../domain/draws/account.ts';
import type { AccountEntry } from '../../../domain/draws/draw-log.ts';
import { accountOf } from './log-replay.ts';
import type { ReplayState } from './replay-state.ts';

/** Compares an account with the log, when both have the same version: all but its latest wins. */
export function checkAccount(state: ReplayState, user: number, { uid, draws, winsKept }: AccountEntry): void {
  const { users, findings } = state;
  const inviter = users.columns.helped[user] as number;
  const expected: Partial<UserDraws> = {
    ...accountOf(users, user),
    version: users.columns.version[user] as number,
    invited: users.columns.invited[user] as number,
    helped: inviter === 0 ? null : (users.uids[inviter - 1] ?? null),
  };
  for (const [field, value] of Object.entries(expected)) {
    const found = draws[field as keyof UserDraws] as string | number | null;
    if (found === value) continue;
    findings.add('root', null, 'account', {
      uid,
      field,
      expected: (value as string | number | null) ?? '',
      found: found ?? '',
    });
  }
  const counted = state.prizeIds.map((id, prize) => [id, state.won.get(user, prize)] as const);
  const won = counted.filter(([, count]) => count > 0).map(([id, count]) => `${id} × ${count}`);
  const kept = Object.entries(draws.won).map(([id, count]) => `${id} × ${count}`);
  if (won.sort().join() === kept.sort().join() && winsKept === winCount(draws)) return;
  const found = `${kept.join(', ')} (${winsKept})`;
  findings.add('root', null, 'account_prizes', { uid, expected: won.join(', '), found });
}

/** Whether each of the latest wins of an account is in the log. To be called when all of that has been replayed. */
export function checkLatestWins(state: ReplayState, { uid, draws }: AccountEntry): void {
  const expected = Math.min(winCount(draws), LATEST_WINS);
  const ids = new Set(draws.wins.map(({ drawId }) => drawId));
  const inLog = draws.wins.filter((win) => state.wins.has(state.hashOfWin(uid, win)));
  if (inLog.length === expected && ids.size === expected && draws.wins.length === expected) return;
  const unknown = draws.wins.find((win) => !inLog.includes(win));
  const found = unknown ? `${unknown.prizeId} (${unknown.drawId})` : `${draws.wins.length}`;
  state.findings.add('root', null, 'account_prizes', { uid, expected: `${expected}`, found });
}
