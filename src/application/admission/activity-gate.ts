import { type Activity, admitsZone, summaryOf } from '../../domain/activities/activity.ts';
import type { ConfigRepository } from '../../domain/activities/config-repository.ts';
import type { Result } from '../../domain/activities/result.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { RequestOrigin } from '../../domain/visitors/request-origin.ts';
import type { VerificationResult } from '../../domain/visitors/token-verifier.ts';
import type { User } from '../../domain/visitors/user.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';
import type { Sessions } from './sessions.ts';

/** What a visitor asks for. The parameters are well-formed: the adapter that took them in has seen to it. */
export interface Visit {
  readonly activityId: string;
  /** The request's own token, and the one in the cookie. */
  readonly token: string | undefined;
  readonly cookieToken: string | undefined;
  /** Where given, an activity of another kind is not found. */
  readonly dispatch?: string;
  /** The request that the visit came by; told to the passport, and to no one else. */
  readonly origin?: RequestOrigin;
}

/** What the visit has shown of the visitor's token; the browser's cookie follows it. */
export type TokenState =
  | { readonly kind: 'not_looked_at' }
  | { readonly kind: 'verified'; readonly token: string }
  | { readonly kind: 'refused' };

export type Admission =
  | {
      readonly kind: 'admitted';
      readonly activity: Activity;
      /** `null` where the activity needs no login. */
      readonly user: User | null;
      readonly tokenState: TokenState;
    }
  | { readonly kind: 'turned_away'; readonly outcome: Result; readonly tokenState: TokenState };

/** The checks of the gate, in their order. */
export type GateCheck = 'activity' | 'login_needed' | 'token' | 'passport' | 'zone';

/** Told of each check as it is made, up to the one that turns the visitor away. */
export type GateObserver = (check: GateCheck, passed: boolean) => void;

export interface ActivityGateDependencies {
  readonly configs: ConfigRepository;
  readonly sessions: Pick<Sessions, 'resolve'>;
  readonly clock: Clock;
}

const NOT_LOOKED_AT: TokenState = { kind: 'not_looked_at' };

/** The ordered checks that every visitor passes before any activity is served. */
export class ActivityGate {
  readonly #deps: ActivityGateDependencies;

  constructor(deps: ActivityGateDependencies) {
    this.#deps = deps;
  }

  /** The activity of this id, if it is of the kind that is asked for. */
  find(activityId: string, dispatch?: string): Activity | undefined {
    const activity = this.#deps.configs.find(activityId);
    return dispatch === undefined || activity?.dispatch === dispatch ? activity : undefined;
  }

  /** @throws DependencyError if it cannot be told who the visitor is */
  admit(visit: Visit, observe?: GateObserver): MaybePromise<Admission> {
    const { sessions, clock } = this.#deps;
    const activity = this.find(visit.activityId, visit.dispatch);
    observe?.('activity', activity !== undefined);
    if (!activity) return turnedAway({ kind: 'no_such_activity' });
    observe?.('login_needed', true);
    if (!activity.loginRequired) {
      return { kind: 'admitted', activity, user: null, tokenState: NOT_LOOKED_AT };
    }

    // The request's own first: an app that switches accounts must not be served as the old one.
    const token = visit.token ?? visit.cookieToken;
    observe?.('token', token !== undefined);
    if (token === undefined) {
      return turnedAway({ kind: 'not_logged_in', summary: summaryOf(activity, clock.now()) });
    }
    return andThen(sessions.resolve(token, visit.origin), (verdict) =>
      this.#admitVerified(activity, token, verdict, observe),
    );
  }

  #admitVerified(
    activity: Activity,
    token: string,
    verdict: VerificationResult,
    observe: GateObserver | undefined,
  ): Admission {
    const { clock } = this.#deps;
    observe?.('passport', verdict.kind !== 'refused');
    if (verdict.kind === 'refused') {
      return turnedAway({ kind: 'token_refused', summary: summaryOf(activity, clock.now()) }, verdict);
    }

    const tokenState: TokenState = { kind: 'verified', token };
    const admitted = admitsZone(activity, verdict.user);
    observe?.('zone', admitted);
    if (!admitted) {
      return turnedAway({ kind: 'zone_not_allowed', summary: summaryOf(activity, clock.now()) }, tokenState);
    }
    return { kind: 'admitted', activity, user: verdict.user, tokenState };
  }
}

function turnedAway(outcome: Result, tokenState: TokenState = NOT_LOOKED_AT): Admission {
  return { kind: 'turned_away', outcome, tokenState };
}
