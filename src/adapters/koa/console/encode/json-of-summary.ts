import type {
  DrawsSummary,
  OddsSummary,
  PrizeSummary,
} from '../../../../application/authoring/check/draws-summary.ts';
import type { LaunchSummary } from '../../../../application/authoring/check/launch-summary.ts';
import type { PrizeSummaryJson, SummaryJson } from '../contract/summary.ts';

export function jsonOfSummary({
  title,
  dispatch,
  window,
  audience,
  draws,
  goods,
}: LaunchSummary): SummaryJson {
  return {
    title,
    dispatch,
    window: {
      timezone: window.timezone,
      starts_at: window.startsAt,
      ends_at: window.endsAt,
      duration_seconds: window.durationSeconds,
      phase: window.phase,
    },
    audience: { login: audience.login, zones: audience.zones && [...audience.zones] },
    draws: draws && jsonOfDraws(draws),
    goods: goods && {
      count: goods.count,
      groups: goods.groups.map((share) => ({ ...share })),
      zones: goods.zones.map((share) => ({ ...share })),
      everywhere: goods.everywhere,
    },
  };
}

function jsonOfDraws({ chances, guarantee, locked, ...draws }: DrawsSummary): SummaryJson['draws'] {
  return {
    per_day: chances.per_day,
    total: chances.total,
    guarantee: guarantee && { prize: guarantee.prize, after: guarantee.after },
    locked: locked.map(({ id, unlockAfter }) => ({ id, unlock_after: unlockAfter })),
    segments: draws.segments,
    prizes: draws.prizes.map(jsonOfPrize),
    fallback: draws.fallback,
    chance_to_win: jsonOfOdds(draws.chanceToWin),
    cost: draws.cost,
    without_end: [...draws.withoutEnd],
    without_value: [...draws.withoutValue],
    budget: draws.budget,
    left: draws.left,
  };
}

export function jsonOfPrize({
  id,
  name,
  odds,
  stock,
  perUser,
  value,
  cost,
  delivery,
}: PrizeSummary): PrizeSummaryJson {
  const { by, to, fields, until } = delivery;
  return {
    ...{ id, name, stock, value, cost },
    odds: jsonOfOdds(odds),
    per_user: perUser,
    delivery: { by, to, fields: [...fields], until },
  };
}

function jsonOfOdds({ exact, percent, oneIn }: OddsSummary): PrizeSummaryJson['odds'] {
  return { exact, percent, one_in: oneIn };
}
