import type { UserDraws } from '../../domain/draws/account.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import { type UserDrawInfo, userDrawInfo } from '../../domain/draws/user-draw-info.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import type { InviteCodes } from './invite-codes.ts';

/**
 * What a user sees of an account, with the user's invitation where the activity offers any.
 * @param now milliseconds since the epoch
 * @throws DependencyError if an invitation is needed and the ledger does not answer
 */
export function shownInfo(
  codes: InviteCodes,
  { activityId, uid }: { readonly activityId: string; readonly uid: string },
  draws: UserDraws,
  details: DrawDetails,
  now: number,
): MaybePromise<UserDrawInfo> {
  if (!offersInvitations(details)) return userDrawInfo(uid, draws, details, now);
  return codes.codeOf(activityId, uid).then((code) => userDrawInfo(uid, draws, details, now, code));
}

export function offersInvitations({ rules }: DrawDetails): boolean {
  return rules.chances.earn.invite !== null;
}
