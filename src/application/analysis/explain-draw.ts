import { onDay, type UserDraws } from '../../domain/draws/account.ts';
import { chancesOf, countingDay } from '../../domain/draws/chances.ts';
import {
  type Awarded,
  type Candidate,
  type DrawActivity,
  decideDraw,
  firstAvailable,
  isBlocked,
} from '../../domain/draws/decide-draw.ts';
import type { LedgerBook } from '../../domain/draws/draw-log.ts';
import { prizeTable } from '../../domain/draws/prize-table.ts';
import { localDay } from '../../domain/shared/local-time.ts';
import type { ChancesReason, ExplainedStep, PrizeReason, PrizeState } from './explanation.ts';

/**
 * The steps of a draw by a user who is admitted; the first is about the chances, and the only one where none is left.
 * @param now milliseconds since the epoch
 */
export function explainDraw(
  activity: DrawActivity,
  uid: string,
  account: UserDraws,
  { awarded: counts, spent }: Pick<LedgerBook, 'awarded' | 'spent'>,
  now: number,
): ExplainedStep[] {
  const table = prizeTable(activity.details);
  const awarded: Awarded = { count: (id) => counts.get(id) ?? 0, spent, budget: table.budget };
  const decisionFor = (ticket: bigint) => decideDraw(activity, table, uid, account, ticket, now);
  const mayDraw = decisionFor(0n) !== null;
  const steps: ExplainedStep[] = [
    { check: 'chances', passed: mayDraw, reason: chancesReason(activity, account, now) },
  ];
  if (!mayDraw) return steps;
  const blocked = isBlocked(activity, uid);
  steps.push({ check: 'blocked', passed: !blocked, reason: { code: blocked ? 'blocked' : 'not_blocked' } });
  if (blocked) return steps;
  const guarantee = guaranteeStep(activity, account);
  const isDue = guarantee?.passed ?? false;
  steps.push(...(guarantee ? [guarantee] : []), ...budgetStep(awarded));

  let first = 0n;
  for (const { prizeId, below } of table.bounds) {
    // All tickets of a prize have the same result. A prize without tickets can only be won in place of another.
    if (below > first) steps.push(prizeStep(prizeId, first));
    first = below;
  }
  if (first < table.denominator) steps.push(prizeStep(null, first));
  return steps;

  function prizeStep(drawn: string | null, ticket: bigint): ExplainedStep {
    const candidates = decisionFor(ticket)?.candidates ?? [];
    const won = firstAvailable(candidates, awarded)?.prizeId ?? null;
    const candidate = candidates.find(({ prizeId }) => prizeId === drawn);
    const reason: PrizeReason = {
      code: 'prize',
      drawn,
      won,
      isGuaranteed: isDue && won !== drawn && won === activity.details.rules.guarantee?.prize,
      state: drawn === null ? null : stateOf(drawn, candidate, activity, account, awarded),
      awarded: drawn === null ? 0 : awarded.count(drawn),
      limit: candidate?.limit ?? null,
      cost: (drawn !== null && table.costs.get(drawn)) || 0,
      userHas: drawn === null ? 0 : (account.won[drawn] ?? 0),
      drawsMissing: drawn === null ? 0 : drawsMissing(drawn, activity, account),
    };
    return { check: 'prize', passed: drawn === null ? won !== null : won === drawn, reason };
  }
}

function chancesReason({ details }: DrawActivity, account: UserDraws, now: number): ChancesReason {
  const { chances, timezone } = details.rules;
  const day = countingDay(account, timezone, now);
  return {
    code: 'chances',
    drawnToday: onDay(account, day).drawnOnLastDay,
    drawnTotal: account.drawNo,
    ...chancesOf(chances, account, day),
    earnedInAll: account.earned,
    dayAhead: day === localDay(now, timezone) ? null : day,
  };
}

function guaranteeStep({ details }: DrawActivity, { streak }: UserDraws): ExplainedStep | null {
  const { guarantee } = details.rules;
  if (guarantee === null) return null;
  const { prize, after } = guarantee;
  return {
    check: 'guarantee',
    passed: streak + 1 >= after,
    reason: { code: 'guarantee', prize, after, streak },
  };
}

function budgetStep({ spent, budget }: Awarded): ExplainedStep[] {
  if (budget === null) return [];
  return [{ check: 'budget', passed: spent < budget, reason: { code: 'budget', spent, budget } }];
}

/* In the order in which the domain asks. */
function stateOf(
  prizeId: string,
  candidate: Candidate | undefined,
  activity: DrawActivity,
  account: UserDraws,
  awarded: Awarded,
): PrizeState {
  if (!candidate) {
    if (drawsMissing(prizeId, activity, account) > 0) return 'locked';
    const { per_user, codes } = activity.details.rules.prizes[prizeId] ?? {};
    if ((account.won[prizeId] ?? 0) >= (per_user ?? Number.POSITIVE_INFINITY)) return 'user_has_enough';
    return codes === 0 ? 'no_code' : 'not_released';
  }
  if (firstAvailable([candidate], awarded) !== null) return 'available';
  const { codes } = activity.details.rules.prizes[prizeId] ?? {};
  if (codes !== undefined && awarded.count(prizeId) >= codes) return 'no_code';
  return candidate.limit !== null && awarded.count(prizeId) >= candidate.limit
    ? 'all_awarded'
    : 'over_budget';
}

function drawsMissing(prizeId: string, { details }: DrawActivity, { drawNo }: UserDraws): number {
  return Math.max(0, (details.rules.prizes[prizeId]?.unlock_after ?? 0) - drawNo);
}
