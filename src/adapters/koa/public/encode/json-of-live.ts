import type { Live } from '../../../../application/draws/live-service.ts';
import { memoizeByRef } from '../../../../application/shared/memoize-by-ref.ts';
import type { JsonPieces } from '../../http/json-pieces.ts';

/** What goes on in an activity; the same bytes for all visitors. */
export const jsonOfLive = memoizeByRef(({ winners, left }: Live): JsonPieces => {
  const shown = winners.map(({ who, prizeId, name, wonAt }) => ({
    who,
    prize_id: prizeId,
    name,
    won_at: wonAt,
  }));
  return { common: Buffer.from(JSON.stringify({ winners: shown, left })) };
});
