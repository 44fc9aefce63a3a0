import { mostOf } from '../../../domain/draws/code-stock.ts';
import type { LedgerBook } from '../../../domain/draws/draw-log.ts';
import { HELP_MAY_TAKE_MS } from './log-replay.ts';
import type { ReplayState } from './replay-state.ts';

/** Compares the counters with the log, when it has been replayed as far as the book knows it. */
export function checkBook(state: ReplayState, { awarded, spent }: LedgerBook): void {
  const { findings, isSegmented, rules } = state;
  for (const prizeId of new Set([...awarded.keys(), ...state.prizeIds])) {
    const [logged, counted] = [
      state.awarded[state.prizeNumber(prizeId)] as number,
      awarded.get(prizeId) ?? 0,
    ];
    if (logged !== counted) {
      findings.add('root', null, 'counter', { prize: prizeId, expected: logged, found: counted });
    }
  }
  if (state.spent !== spent) findings.add('root', null, 'spent', { expected: state.spent, found: spent });
  if (!isSegmented) return;
  // With segments, the root alone knows what was awarded when; in the end nothing may be above what any rules allowed.
  const sets = rules.all();
  const budgets = sets.map(({ table }) => table.budget);
  const most = budgets.includes(null) ? null : Math.max(...(budgets as number[]));
  if (most !== null && sets.length > 0 && state.spent > most) {
    findings.add('root', null, 'budget', { expected: most, found: state.spent });
  }
  for (const [prize, prizeId] of state.prizeIds.entries()) {
    const stocks = sets.map(({ activity }) => {
      const rule = activity.details.rules.prizes[prizeId];
      return rule ? mostOf(rule) : null;
    });
    const limit = stocks.includes(null) ? null : Math.max(...(stocks as number[]));
    const found = state.awarded[prize] as number;
    if (limit !== null && found > limit)
      findings.add('root', null, 'counter', { prize: prizeId, expected: limit, found });
  }
}

/** Compares followed invitations with what they earned, when all logs have been replayed. */
export function checkHelps({ users, findings, rules, latestAt }: ReplayState): void {
  const { helped, helpPaid, invited } = users.columns;
  const totals = rules.all().map(({ activity }) => activity.details.rules.chances.earn.invite?.total ?? 0);
  const most = Math.max(0, ...totals);
  for (const [user, uid] of users.uids.entries()) {
    const [inviter, paid] = [helped[user] as number, helpPaid[user] as number];
    if (paid !== 0 && paid !== inviter) {
      findings.add('root', null, 'help_missing', { uid, inviter: users.uids[paid - 1] ?? '' });
    }
    if (inviter === 0 || paid !== 0) continue;
    const isRecent = (users.helpedAt[user] as number) > latestAt - HELP_MAY_TAKE_MS;
    if (isRecent || (invited[inviter - 1] as number) >= most) continue;
    findings.add('root', null, 'help_open', { uid, inviter: users.uids[inviter - 1] ?? '' });
  }
}
