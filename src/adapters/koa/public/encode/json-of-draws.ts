import type { Draw, Earned, PrizesPage } from '../../../../application/draws/draw-results.ts';
import type { Fairness } from '../../../../application/draws/fairness-service.ts';
import type { UserDrawInfo } from '../../../../domain/draws/user-draw-info.ts';

export function jsonOfUserDrawInfo(info: UserDrawInfo): object {
  return {
    uid: info.uid,
    chances_left: info.chancesLeft,
    earned_left: info.earnedLeft,
    drawn_today: info.drawnToday,
    drawn_total: info.drawnTotal,
    ways: info.ways,
    ...(info.inviteCode !== null && { invite_code: info.inviteCode }),
    prizes_total: info.prizesTotal,
    prizes: info.prizes.map(({ drawId, prizeId, unit, name, wonAt }) => ({
      draw_id: drawId,
      prize_id: prizeId,
      unit,
      name,
      won_at: wonAt,
    })),
  };
}

export function jsonOfDraw({ drawId, drawNo, replayed, prize, userDrawInfo }: Draw): object {
  return {
    draw_id: drawId,
    draw_no: drawNo,
    won: prize !== null,
    replayed,
    prize,
    user_draw_info: jsonOfUserDrawInfo(userDrawInfo),
  };
}

/** What the user has drawn, with a page of the prizes in place of the latest. */
export function jsonOfPrizes({ userDrawInfo, before }: PrizesPage): object {
  return { ...jsonOfUserDrawInfo(userDrawInfo), prizes_before: before };
}

export function jsonOfEarned({ chances, userDrawInfo }: Earned): object {
  return { earned: chances, user_draw_info: jsonOfUserDrawInfo(userDrawInfo) };
}

export function jsonOfFairness(fairness: Fairness): object {
  const { algorithm, commitment, seed, revealedAt, seeds, rules, rulesTotal, rulesHead } = fairness;
  return {
    algorithm,
    commitment,
    seed,
    revealed_at: revealedAt,
    seeds: seeds.map(({ revealedAt, ...rest }) => ({ ...rest, revealed_at: revealedAt })),
    rules,
    rules_total: rulesTotal,
    rules_head: rulesHead,
  };
}
