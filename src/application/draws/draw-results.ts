import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import type { BookedDraw } from '../../domain/draws/draw-ledger.ts';
import { type UserDrawInfo, type UserDraws, userDrawInfo } from '../../domain/draws/user-draw-info.ts';

/** One draw, as its user sees it. */
export interface Draw {
  readonly drawId: string;
  /** The user's draws in this activity, from 1. */
  readonly drawNo: number;
  /** Whether the request id had drawn before. */
  readonly replayed: boolean;
  /** `null` where nothing was won. */
  readonly prize: { readonly id: string; readonly name: string; readonly image: string | null } | null;
  readonly userDrawInfo: UserDrawInfo;
}

/** What a verifier needs. */
export interface Fairness {
  readonly algorithm: string;
  /** The SHA-256 of the seed, as hex. */
  readonly commitment: string;
  /** As hex; `null` until the activity has ended. */
  readonly seed: string | null;
  /** ISO 8601. */
  readonly revealedAt: string | null;
}

/**
 * A recorded draw with what its user sees beside it. A prize that was taken out of the file since still belongs to its
 * winner.
 * @param draws the account after the draw
 * @param now milliseconds since the epoch
 */
export function shownDraw(
  details: DrawDetails,
  uid: string,
  { drawId, drawNo, prizeId }: BookedDraw,
  draws: UserDraws,
  { replayed, now }: { replayed: boolean; now: number },
): Draw {
  const shown = details.prizes.find(({ id }) => id === prizeId);
  const prize =
    prizeId === null ? null : { id: prizeId, name: shown?.name ?? prizeId, image: shown?.image ?? null };
  return { drawId, drawNo, replayed, prize, userDrawInfo: userDrawInfo(uid, draws, details, now) };
}
