import type { Activity } from '../../domain/activities/activity.ts';
import type { UserDraws } from '../../domain/draws/account.ts';
import { nextChanceAt } from '../../domain/draws/chances.ts';
import type { Account, CurrentSeed } from '../../domain/draws/draw-ledger.ts';
import type { UserDrawInfo } from '../../domain/draws/user-draw-info.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { AdmittedVisitor } from '../activities/activity-service.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';
import type { Accounts } from './accounts.ts';
import type { DrawsCapability } from './draws-capability.ts';
import type { InviteCodes } from './invite-codes.ts';
import type { Seeds } from './seeds.ts';
import { shownInfo } from './shown-info.ts';
import { commitmentOfSeed } from './ticket.ts';

export interface DrawsParts {
  readonly draws: DrawsCapability;
  readonly accounts: Accounts;
  readonly seeds: Seeds;
  readonly inviteCodes: InviteCodes;
}

export interface DrawsPart {
  readonly commitment: string | null;
  readonly userDrawInfo: UserDrawInfo | null;
  readonly nextChanceAt?: string | null;
}

/**
 * What a visitor sees of the draws of an activity.
 * @throws DependencyError if the ledger does not answer to a user
 */
export function serveDraws(
  activity: Activity,
  { user, now }: AdmittedVisitor,
  parts: DrawsParts,
): Promise<DrawsPart> {
  const { accounts, seeds } = parts;
  if (!user) return withoutUser(activity.id, seeds);
  const seed = seeds.secret(activity.id);
  const account = accounts.read(activity.id, user.uid);
  const show = (current: CurrentSeed, { draws }: Account) =>
    shown(activity, user.uid, now, parts, current, draws);
  // The seed is almost always in memory; then there is one promise to wait for and not two.
  return seed instanceof Promise
    ? Promise.all([seed, account]).then(([current, read]) => show(current, read))
    : account.then((read) => show(seed, read));
}

function shown(
  activity: Activity,
  uid: string,
  now: number,
  { draws, inviteCodes }: DrawsParts,
  seed: CurrentSeed,
  account: UserDraws,
): MaybePromise<DrawsPart> {
  const details = draws.detailsOf(activity);
  const place = { activityId: activity.id, uid };
  return andThen(shownInfo(inviteCodes, place, account, details, now), (userDrawInfo) => ({
    commitment: commitmentOfSeed(seed),
    userDrawInfo,
    ...(userDrawInfo.chancesLeft === 0 && {
      nextChanceAt: nextChanceAt(account, details.rules, activity.endsAt, now),
    }),
  }));
}

/* Without a login nobody draws, so the activity is shown also while the ledger does not answer. */
async function withoutUser(activityId: string, seeds: Seeds): Promise<DrawsPart> {
  try {
    return { commitment: commitmentOfSeed(await seeds.secret(activityId)), userDrawInfo: null };
  } catch (error) {
    if (error instanceof DependencyError) return { commitment: null, userDrawInfo: null };
    throw error;
  }
}
