import { type DrawActivity, decideDraw, firstAvailable, isBlocked } from '../../domain/draws/decide-draw.ts';
import { prizeTable } from '../../domain/draws/prize-table.ts';
import { countingDay, type UserDraws, userDrawInfo } from '../../domain/draws/user-draw-info.ts';
import { localDay } from '../../domain/shared/local-time.ts';
import type { ChancesReason, ExplainedStep, PrizeReason } from './explanation.ts';

/**
 * The steps of a draw by a user who is admitted; the first is about the chances, and the only one where none is left.
 * @param now milliseconds since the epoch
 */
export function explainDraw(
  activity: DrawActivity,
  uid: string,
  account: UserDraws,
  awarded: ReadonlyMap<string, number>,
  now: number,
): ExplainedStep[] {
  const table = prizeTable(activity.details);
  const decisionFor = (ticket: bigint) => decideDraw(activity, table, uid, account, ticket, now);
  const mayDraw = decisionFor(0n) !== null;
  const steps: ExplainedStep[] = [
    { check: 'chances', passed: mayDraw, reason: chancesReason(activity, uid, account, now) },
  ];
  if (!mayDraw) return steps;
  const blocked = isBlocked(activity, uid);
  steps.push({ check: 'blocked', passed: !blocked, reason: { code: blocked ? 'blocked' : 'not_blocked' } });
  if (blocked) return steps;

  let first = 0n;
  for (const { prizeId, below } of table.bounds) {
    // All tickets of a prize have the same result. A prize without tickets can only be won as the fallback.
    if (below > first) steps.push(prizeStep(prizeId, first));
    first = below;
  }
  if (first < table.denominator) steps.push(prizeStep(null, first));
  return steps;

  function prizeStep(drawn: string | null, ticket: bigint): ExplainedStep {
    const candidates = decisionFor(ticket)?.candidates ?? [];
    const won = firstAvailable(candidates, (id) => awarded.get(id) ?? 0);
    const candidate = candidates.find(({ prizeId }) => prizeId === drawn);
    const reason: PrizeReason = {
      code: 'prize',
      drawn,
      won,
      awarded: drawn === null ? 0 : (awarded.get(drawn) ?? 0),
      limit: candidate?.limit ?? null,
      isCandidate: candidate !== undefined,
      userHas: account.wins.filter(({ prizeId }) => prizeId === drawn).length,
    };
    return { check: 'prize', passed: drawn === null ? won !== null : won === drawn, reason };
  }
}

function chancesReason(
  { details }: DrawActivity,
  uid: string,
  account: UserDraws,
  now: number,
): ChancesReason {
  const { timezone } = details.rules;
  const { chancesLeft, drawnToday, drawnTotal } = userDrawInfo(uid, account, details, now);
  const day = countingDay(account, timezone, now);
  const dayAhead = day === localDay(now, timezone) ? null : day;
  return { code: 'chances', drawnToday, drawnTotal, left: chancesLeft, dayAhead };
}
