import type { Draw, Fairness } from '../../../../application/draws/draw-results.ts';
import type { UserDrawInfo } from '../../../../domain/draws/user-draw-info.ts';

export function jsonOfUserDrawInfo(info: UserDrawInfo): object {
  return {
    uid: info.uid,
    chances_left: info.chancesLeft,
    drawn_today: info.drawnToday,
    drawn_total: info.drawnTotal,
    prizes: info.prizes.map(({ drawId, prizeId, name, wonAt }) => ({
      draw_id: drawId,
      prize_id: prizeId,
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

export function jsonOfFairness({ algorithm, commitment, seed, revealedAt }: Fairness): object {
  return { algorithm, commitment, seed, revealed_at: revealedAt };
}
