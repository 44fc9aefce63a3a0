import { type Activity, summaryOf } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import { afterEarning, afterHelp, type UserDraws } from '../../domain/draws/account.ts';
import { countingDay } from '../../domain/draws/chances.ts';
import { decideEarning, type Way } from '../../domain/draws/earnings.ts';
import type { EarningsLedger } from '../../domain/draws/earnings-ledger.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { RateLimiter } from '../../domain/visitors/rate-limiter.ts';
import type { Reply } from '../activities/activity-service.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import type { Accounts, Attempted } from './accounts.ts';
import type { Earned } from './draw-results.ts';
import type { Drawers, DrawVisit } from './drawers.ts';
import type { Invitations } from './invitations.ts';
import type { InviteCodes } from './invite-codes.ts';
import type { LoadedCodes } from './loaded-codes.ts';
import type { RulesChain } from './rules-chain.ts';
import type { Seeds } from './seeds.ts';
import { offersInvitations, shownInfo } from './shown-info.ts';

/** By what a user asks for a chance. */
export type Claim =
  | { readonly source: Exclude<Way['source'], 'invite'> }
  /** A friend's invitation, which earns the friend a chance. */
  | { readonly from: string };

export interface ChancesServiceDependencies {
  readonly drawers: Drawers;
  readonly ledger: Pick<EarningsLedger, 'earn' | 'help'>;
  readonly accounts: Accounts;
  readonly invitations: Invitations;
  readonly inviteCodes: InviteCodes;
  readonly seeds: Seeds;
  readonly codes: LoadedCodes;
  readonly rules: RulesChain;
  readonly clock: Clock;
  /** Counts each user's calls in each activity, together with the draws. */
  readonly rateLimiter: RateLimiter;
  /** Called when something of a user was recorded in the activity. */
  readonly onRecorded?: (activityId: string) => void;
}

/** Chances that users earn beyond those of the calendar. */
export class ChancesService {
  readonly #deps: ChancesServiceDependencies;

  constructor(deps: ChancesServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * Earns a chance, as often as the rules allow. What cannot be proven, as that a page was shared, is held by the limit
   * alone.
   * @throws DependencyError if something that is needed does not answer; whether the chance was recorded shows a repeat
   */
  earn(visit: DrawVisit, claim: Claim): MaybePromise<Reply<Earned>> {
    const { drawers, rateLimiter, onRecorded } = this.#deps;
    return drawers.forUser(visit, 'open', async (activity, { uid }) => {
      const permission = await rateLimiter.take(`${activity.id}:${uid}`);
      if (permission.kind === 'refused') {
        return { kind: 'too_many_draws', retryAfterSeconds: permission.retryAfterSeconds };
      }
      const result =
        'from' in claim
          ? await this.#follow(activity, uid, claim.from)
          : await this.#earn(activity, uid, claim.source);
      if (result.kind === 'served') onRecorded?.(activity.id);
      return result;
    });
  }

  #earn(activity: Activity, uid: string, source: Way['source']): MaybePromise<Result<Earned>> {
    const { drawers, ledger, accounts, seeds, clock } = this.#deps;
    const { rules } = drawers.detailsOf(activity);
    return accounts.settle(activity.id, uid, async ({ draws }): Promise<Attempted<Result<Earned>>> => {
      const now = clock.now();
      const decision = decideEarning(source, rules, draws, now);
      if (decision.kind === 'not_offered') {
        return { kind: 'done', value: { kind: 'not_offered', field: 'source' } };
      }
      const already = { kind: 'refused', value: alreadyEarned(activity, now) } as const;
      if (decision.kind === 'spent') return already;
      const { earning } = decision;
      const place = { activityId: activity.id, segments: rules.segments, uid };
      const epoch = await this.#epochOf(activity, now);
      const change = await seeds.tried(
        activity.id,
        ledger.earn({ ...place, draws, earning, epoch, at: now }),
      );
      if (change.kind === 'conflict') return change;
      if (change.kind === 'stale_seed') return { kind: 'again' };
      if (change.kind === 'known') return already;
      const after = afterEarning(draws, earning);
      return { kind: 'done', value: await this.#earned(activity, uid, after, earning.chances), after };
    });
  }

  /* The friend's account first: from then on the friend helps nobody else, and a repeat finishes what is left to do. */
  async #follow(activity: Activity, uid: string, code: string): Promise<Result<Earned>> {
    const { drawers, invitations, inviteCodes, accounts, clock } = this.#deps;
    const offers = offersInvitations(drawers.detailsOf(activity));
    const inviter = offers ? await inviteCodes.inviterOf(activity.id, code) : null;
    if (inviter === null || inviter === uid) return { kind: 'not_offered', field: 'from' };
    const followed = await accounts.settle(activity.id, uid, ({ draws }) =>
      this.#help(activity, uid, inviter, draws),
    );
    if (followed.helped === inviter) await invitations.finish(activity, { uid, inviter });
    return followed.after
      ? this.#earned(activity, uid, followed.after, 0)
      : alreadyEarned(activity, clock.now());
  }

  /* `helped`: whom the user has helped; `after`: the account, if it is by this. */
  async #help(
    activity: Activity,
    uid: string,
    inviter: string,
    draws: UserDraws,
  ): Promise<Attempted<{ readonly helped: string | null; readonly after: UserDraws | null }>> {
    const { drawers, ledger, accounts, seeds, clock } = this.#deps;
    const { rules } = drawers.detailsOf(activity);
    if (draws.helped !== null) return { kind: 'done', value: { helped: draws.helped, after: null } };
    const now = clock.now();
    const { draws: inviterDraws } = await accounts.read(activity.id, inviter);
    const worth = decideEarning('invite', rules, inviterDraws, now, uid);
    // The friend may still help another user.
    if (worth.kind !== 'earned') return { kind: 'done', value: { helped: null, after: null } };
    const place = { activityId: activity.id, segments: rules.segments, uid };
    const day = countingDay(draws, rules.timezone, now);
    const epoch = await this.#epochOf(activity, now);
    const change = await seeds.tried(
      activity.id,
      ledger.help({ ...place, draws, inviter, day, epoch, at: now }),
    );
    if (change.kind === 'conflict') return change;
    if (change.kind === 'stale_seed') return { kind: 'again' };
    const after = afterHelp(draws, inviter);
    return { kind: 'done', value: { helped: inviter, after }, after };
  }

  /* Rules bind what is earned under them, too: they are announced first. */
  async #epochOf(activity: Activity, now: number): Promise<number> {
    const { seeds, codes, rules } = this.#deps;
    const { epoch } = await seeds.secret(activity.id);
    const bound = await codes.bind(activity);
    await rules.numberOf(activity, bound.codes, epoch, now);
    return epoch;
  }

  async #earned(activity: Activity, uid: string, draws: UserDraws, chances: number): Promise<Result<Earned>> {
    const { drawers, inviteCodes, clock } = this.#deps;
    const details = drawers.detailsOf(activity);
    const place = { activityId: activity.id, uid };
    const userDrawInfo = await shownInfo(inviteCodes, place, draws, details, clock.now());
    return { kind: 'served', data: { activity, chances, userDrawInfo } };
  }
}

function alreadyEarned(activity: Activity, now: number): Result<never> {
  return { kind: 'already_earned', summary: summaryOf(activity, now) };
}
