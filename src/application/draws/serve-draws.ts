import type { Activity } from '../../domain/activities/activity.ts';
import { nextChanceAt } from '../../domain/draws/chances.ts';
import type { UserDrawInfo } from '../../domain/draws/user-draw-info.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { AdmittedVisitor } from '../activities/activity-service.ts';
import type { Accounts } from './accounts.ts';
import type { DrawsCapability } from './draws-capability.ts';
import type { InviteCodes } from './invite-codes.ts';
import type { Seeds } from './seeds.ts';
import { shownInfo } from './shown-info.ts';
import { commitmentOfSeed } from './ticket.ts';

interface DrawsParts {
  readonly draws: DrawsCapability;
  readonly accounts: Accounts;
  readonly seeds: Seeds;
  readonly inviteCodes: InviteCodes;
}

interface DrawsPart {
  readonly commitment: string | null;
  readonly userDrawInfo: UserDrawInfo | null;
  readonly nextChanceAt?: string | null;
}

/**
 * What a visitor sees of the draws of an activity.
 * @throws DependencyError if the ledger does not answer to a user
 */
export async function serveDraws(
  activity: Activity,
  { user, now }: AdmittedVisitor,
  { draws, accounts, seeds, inviteCodes }: DrawsParts,
): Promise<DrawsPart> {
  if (!user) return { commitment: await commitmentIfKnown(activity.id, seeds), userDrawInfo: null };
  // The seed is almost always in memory; then there is one promise to wait for and not two.
  const seed = seeds.secret(activity.id);
  const [account, current] =
    seed instanceof Promise
      ? await Promise.all([accounts.read(activity.id, user.uid), seed])
      : [await accounts.read(activity.id, user.uid), seed];
  const details = draws.detailsOf(activity);
  const place = { activityId: activity.id, uid: user.uid };
  const info = await shownInfo(inviteCodes, place, account.draws, details, now);
  return {
    commitment: commitmentOfSeed(current),
    userDrawInfo: info,
    ...(info.chancesLeft === 0 && {
      nextChanceAt: nextChanceAt(account.draws, details.rules, activity.endsAt, now),
    }),
  };
}

/* Without a login nobody draws, so the activity is shown also while the ledger does not answer. */
async function commitmentIfKnown(activityId: string, seeds: Seeds): Promise<string | null> {
  try {
    return commitmentOfSeed(await seeds.secret(activityId));
  } catch (error) {
    if (error instanceof DependencyError) return null;
    throw error;
  }
}
