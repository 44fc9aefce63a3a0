import type { UserDraws } from '../../domain/draws/account.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import type { Seed } from '../../domain/draws/draw-ledger.ts';
import { type UserDrawInfo, userDrawInfo } from '../../domain/draws/user-draw-info.ts';
import { inviteCode } from './invite-codes.ts';

/**
 * What a user sees of an account, with the user's invitation where the activity offers any.
 * @param seed needed where it does
 * @param now milliseconds since the epoch
 */
export function shownInfo(
  { activityId, uid }: { readonly activityId: string; readonly uid: string },
  draws: UserDraws,
  details: DrawDetails,
  seed: Seed | null,
  now: number,
): UserDrawInfo {
  const code = seed && offersInvitations(details) ? inviteCode(seed.secret, activityId, uid) : null;
  return userDrawInfo(uid, draws, details, now, code);
}

export function offersInvitations({ rules }: DrawDetails): boolean {
  return rules.chances.earn.invite !== null;
}
