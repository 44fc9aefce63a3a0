import type { Activity } from '../../domain/activities/activity.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import type { BookedDraw } from '../../domain/draws/draw-ledger.ts';
import { prizeOf } from '../../domain/draws/prize-of.ts';
import type { UserDrawInfo } from '../../domain/draws/user-draw-info.ts';

/** One draw, as its user sees it. */
export interface Draw {
  readonly activity: Activity;
  readonly drawId: string;
  /** The user's draws in this activity, from 1. */
  readonly drawNo: number;
  /** Whether the request id had drawn before. */
  readonly replayed: boolean;
  /** `null` where nothing was won. */
  readonly prize: { readonly id: string; readonly name: string; readonly image: string | null } | null;
  readonly userDrawInfo: UserDrawInfo;
}

/** A page of a user's prizes, with what the user has drawn. */
export interface PrizesPage {
  readonly activity: Activity;
  /** Its `prizes` are those of the page. */
  readonly userDrawInfo: UserDrawInfo;
  /** How many older prizes there are. */
  readonly before: number;
}

/** What came of earning a chance. */
export interface Earned {
  readonly activity: Activity;
  /** How many chances the user got by this call. */
  readonly chances: number;
  readonly userDrawInfo: UserDrawInfo;
}

/**
 * A recorded draw with what its user sees beside it. A prize that was taken out of the file since still belongs to its
 * winner.
 */
export function shownDraw(
  details: DrawDetails,
  { drawId, drawNo, prizeId }: BookedDraw,
  { activity, replayed, userDrawInfo }: Pick<Draw, 'activity' | 'replayed' | 'userDrawInfo'>,
): Draw {
  const prize = prizeId === null ? null : shownPrize(details, prizeId);
  return { activity, drawId, drawNo, replayed, prize, userDrawInfo };
}

function shownPrize(details: DrawDetails, id: string): Draw['prize'] {
  const shown = prizeOf(details, id);
  return { id, name: shown?.name ?? id, image: shown?.image ?? null };
}
