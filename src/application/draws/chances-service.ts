import { type Activity, summaryOf } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import { countingDay } from '../../domain/draws/chances.ts';
import type { AccountChange, EarningsLedger } from '../../domain/draws/draw-ledger.ts';
import { decideEarning, type Way } from '../../domain/draws/earnings.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { RateLimiter } from '../../domain/visitors/rate-limiter.ts';
import type { Reply } from '../activities/activity-service.ts';
import { closedWindow } from '../admission/closed-window.ts';
import { KeyedMutex } from '../shared/keyed-mutex.ts';
import type { Accounts } from './accounts.ts';
import type { Earned } from './draw-results.ts';
import type { Drawers, DrawVisit } from './drawers.ts';
import type { Invitations } from './invitations.ts';
import { inviterOf } from './invite-codes.ts';
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
  readonly seeds: Seeds;
  readonly rules: RulesChain;
  readonly clock: Clock;
  /** Counts each user's calls in each activity, together with the draws. */
  readonly rateLimiter: RateLimiter;
}

/* Another process interferes between two attempts only as often as the same user's account changes there. */
const ATTEMPTS = 20;

/** Chances that users earn beyond those of the calendar. */
export class ChancesService {
  readonly #deps: ChancesServiceDependencies;
  readonly #perUser = new KeyedMutex();

  constructor(deps: ChancesServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * Earns a chance, as often as the rules allow. What cannot be proven, as that a page was shared, is held by the limit
   * alone.
   * @throws DependencyError if something that is needed does not answer; whether the chance was recorded shows a repeat
   */
  earn(visit: DrawVisit, claim: Claim): Promise<Reply<Earned>> {
    const { drawers, rateLimiter, clock, rules } = this.#deps;
    return drawers.forUser(visit, async (activity, { uid }) => {
      const key = `${activity.id}:${uid}`;
      const permission = await rateLimiter.take(key);
      if (permission.kind === 'refused') {
        return { kind: 'too_many_draws', retryAfterSeconds: permission.retryAfterSeconds };
      }
      const refusal = closedWindow(activity, clock.now());
      if (refusal) return refusal;
      // Rules bind what is earned under them, too.
      await rules.numberOf(activity, clock.now());
      return this.#perUser.run(key, () =>
        'from' in claim ? this.#follow(activity, uid, claim.from) : this.#earn(activity, uid, claim.source),
      );
    });
  }

  async #earn(activity: Activity, uid: string, source: Way['source']): Promise<Result<Earned>> {
    const { drawers, ledger, accounts, clock } = this.#deps;
    const { rules } = drawers.detailsOf(activity);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const { draws } = await accounts.read(activity.id, uid);
      const now = clock.now();
      const decision = decideEarning(source, rules, draws, now);
      if (decision.kind === 'not_offered') return { kind: 'not_offered', field: 'source' };
      if (decision.kind === 'spent') return alreadyEarned(activity, now);
      const { earning } = decision;
      const place = { activityId: activity.id, segments: rules.segments, uid };
      const change = await ledger.earn({ ...place, draws, earning, at: now });
      if (change.kind === 'recorded') return this.#earned(activity, uid, earning.chances);
      if (change.kind === 'known') return alreadyEarned(activity, now);
    }
    throw keptChanging();
  }

  /* The friend's account first: from then on the friend helps nobody else, and a repeat finishes what is left to do. */
  async #follow(activity: Activity, uid: string, code: string): Promise<Result<Earned>> {
    const { drawers, invitations, seeds, clock, accounts } = this.#deps;
    const details = drawers.detailsOf(activity);
    const { secret } = await seeds.latest(activity.id);
    const inviter = offersInvitations(details) ? inviterOf(secret, activity.id, code) : null;
    if (inviter === null || inviter === uid) return { kind: 'not_offered', field: 'from' };
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const { draws } = await accounts.read(activity.id, uid);
      const now = clock.now();
      const help = { uid, inviter, at: now };
      if (draws.helped === inviter) await invitations.finish(activity, help);
      if (draws.helped !== null) return alreadyEarned(activity, now);
      const inviterAccount = await accounts.read(activity.id, inviter);
      const worth = decideEarning('invite', details.rules, inviterAccount.draws, now, uid);
      if (worth.kind !== 'earned') return alreadyEarned(activity, now);
      const day = countingDay(draws, details.rules.timezone, now);
      const change: AccountChange = await this.#deps.ledger.help({
        ...{ activityId: activity.id, segments: details.rules.segments },
        ...{ ...help, draws, day },
      });
      if (change.kind !== 'recorded') continue;
      await invitations.finish(activity, help);
      return this.#earned(activity, uid, 0);
    }
    throw keptChanging();
  }

  async #earned(activity: Activity, uid: string, chances: number): Promise<Result<Earned>> {
    const { drawers, accounts, seeds, clock } = this.#deps;
    const { draws } = await accounts.read(activity.id, uid);
    const details = drawers.detailsOf(activity);
    const seed = await seeds.latest(activity.id);
    const userDrawInfo = shownInfo({ activityId: activity.id, uid }, draws, details, seed, clock.now());
    return { kind: 'served', data: { chances, userDrawInfo } };
  }
}

function alreadyEarned(activity: Activity, now: number): Result<never> {
  return { kind: 'already_earned', summary: summaryOf(activity, now) };
}

function keptChanging(): DependencyError {
  return new DependencyError('draw ledger', `an account kept changing for ${ATTEMPTS} attempts`);
}
