import { type Activity, admitsZone, summaryOf } from '../../domain/activities/activity.ts';
import type { Refusal } from '../../domain/activities/result.ts';
import {
  releaseFor,
  type ServedActivity,
  type ServedReleases,
} from '../../domain/releases/served-releases.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { RequestOrigin } from '../../domain/visitors/request-origin.ts';
import type { User } from '../../domain/visitors/user.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';
import { closedWindow } from './closed-window.ts';
import { type KeptOut, nothingKeptOut } from './kept-out.ts';
import type { Resolution, Sessions } from './sessions.ts';

/** What a visitor asks for. The adapter that received the parameters has checked their form. */
export interface Visit {
  readonly activityId: string;
  /** The token of the request, and the one of its cookie. */
  readonly token: string | undefined;
  readonly cookieToken: string | undefined;
  /** Where given, an activity of another kind is not found. */
  readonly dispatch?: string | undefined;
  /** The `from` of the page's address, as it was sent: it counts and decides nothing. */
  readonly from?: string | undefined;
  /** The request that the visit came by. Only the passport gets it. */
  readonly origin?: RequestOrigin;
}

/** What the visit has shown of the visitor's token; the browser's cookie follows it. */
export type TokenState =
  | { readonly kind: 'not_looked_at' }
  | { readonly kind: 'verified'; readonly token: string }
  | { readonly kind: 'refused' };

export type Admission = Admitted | Rejected;

export interface Admitted {
  readonly kind: 'admitted';
  readonly activity: Activity;
  /** `null` where the activity needs no login. */
  readonly user: User | null;
  readonly tokenState: TokenState;
  /** The release that the visitor gets; `null` where the activity is not published. */
  readonly releaseNo: number | null;
}

export interface Rejected {
  readonly kind: 'rejected';
  readonly result: Refusal;
  /** `null` where the user is not known. */
  readonly user: User | null;
  readonly tokenState: TokenState;
  /** `null` where there is no such activity, or it is not published. */
  readonly releaseNo: number | null;
}

/** The checks of the gate, in their order. */
export type GateCheck =
  | 'activity'
  | 'paused'
  | 'login_needed'
  | 'namespace'
  | 'token'
  | 'passport'
  | 'user_blocked'
  | 'zone'
  | 'window';

export interface AdmitOptions {
  /** `any`: also before the start and after the end. */
  readonly window?: 'open' | 'any';
  /** Called with each check as it is made, up to the one that fails. */
  readonly observe?: (check: GateCheck, passed: boolean) => void;
}

export interface ActivityGateDependencies {
  readonly releases: ServedReleases;
  readonly sessions: Pick<Sessions, 'resolve'>;
  /** Left out: nobody is kept out beside the rules. */
  readonly keptOut?: KeptOut;
  readonly clock: Clock;
}

const NOT_LOOKED_AT: TokenState = { kind: 'not_looked_at' };

/** The ordered checks that every visitor passes before any activity is served. */
export class ActivityGate {
  readonly #deps: Required<ActivityGateDependencies>;

  constructor(deps: ActivityGateDependencies) {
    this.#deps = { keptOut: nothingKeptOut, ...deps };
  }

  /**
   * The activity with this id, as everyone gets it who is in no rollout; `undefined` too where it is of another kind than
   * `dispatch`.
   * @throws DependencyError while no release is known
   */
  find(activityId: string, dispatch?: string): Activity | undefined {
    return this.#served(activityId, dispatch)?.activity;
  }

  #served(activityId: string, dispatch: string | undefined): ServedActivity | undefined {
    const served = this.#deps.releases.served(activityId);
    return dispatch === undefined || served?.activity.dispatch === dispatch ? served : undefined;
  }

  /**
   * @throws DependencyError if neither the session cache nor the passport answers, no release is known, or the activity knows its
   *   users by other identities
   */
  admit(visit: Visit, options: AdmitOptions = {}): MaybePromise<Admission> {
    const { sessions, clock } = this.#deps;
    const { observe } = options;
    const served = this.#served(visit.activityId, visit.dispatch);
    observe?.('activity', served !== undefined);
    if (!served) return rejected(null, { kind: 'no_such_activity' });
    const { activity, isPaused } = served;
    observe?.('paused', !isPaused);
    if (isPaused) return rejected(activity, { kind: 'paused', summary: summaryOf(activity, clock.now()) });
    observe?.('login_needed', true);
    if (!activity.loginRequired) return this.#admitInWindow(activity, null, NOT_LOOKED_AT, options);

    this.#refuseForeign(activity, observe);
    // The request's own comes first: an app that switches accounts must not be served as the old one.
    const token = visit.token ?? visit.cookieToken;
    observe?.('token', token !== undefined);
    if (token === undefined) {
      return rejected(activity, { kind: 'not_logged_in', summary: summaryOf(activity, clock.now()) });
    }
    return andThen(sessions.resolve(token, visit.origin), (resolution) =>
      this.#admitResolved(served, token, resolution, options),
    );
  }

  /* The same uid may be another person, who would have that one's prizes. It is a fault of the settings, and no refusal. */
  #refuseForeign({ id }: Activity, observe: AdmitOptions['observe']): void {
    const foreign = this.#deps.keptOut.foreignNamespace(id);
    observe?.('namespace', foreign === null);
    if (foreign !== null) {
      throw new DependencyError(
        'identity',
        `activity ${id} knows its users by ${foreign}, not as this service`,
      );
    }
  }

  #admitResolved(
    served: ServedActivity,
    token: string,
    resolution: Resolution,
    options: AdmitOptions,
  ): Admission {
    const { clock } = this.#deps;
    options.observe?.('passport', resolution.kind === 'user');
    if (resolution.kind === 'too_many_tokens') return rejected(served.activity, resolution);
    if (resolution.kind === 'refused') {
      const { activity } = served;
      const refusal = { kind: 'token_refused', summary: summaryOf(activity, clock.now()) } as const;
      return rejected(activity, refusal, null, { kind: 'refused' });
    }
    const { user } = resolution;
    const activity = releaseFor(served, user);
    const tokenState: TokenState = { kind: 'verified', token };
    const isBlocked = this.#deps.keptOut.isBlocked(user.uid);
    options.observe?.('user_blocked', !isBlocked);
    if (isBlocked) {
      const refusal = { kind: 'user_blocked', summary: summaryOf(activity, clock.now()) } as const;
      // The cookie stays: an operator may unblock the user.
      return rejected(activity, refusal, null, tokenState);
    }
    const isZoneAdmitted = admitsZone(activity, user.zoneId);
    options.observe?.('zone', isZoneAdmitted);
    if (!isZoneAdmitted) {
      const refusal = { kind: 'zone_not_allowed', summary: summaryOf(activity, clock.now()) } as const;
      return rejected(activity, refusal, null, tokenState);
    }
    return this.#admitInWindow(activity, user, tokenState, options);
  }

  #admitInWindow(
    activity: Activity,
    user: User | null,
    tokenState: TokenState,
    { window = 'open', observe }: AdmitOptions,
  ): Admission {
    const refusal = window === 'any' ? null : closedWindow(activity, this.#deps.clock.now());
    if (window === 'open') observe?.('window', refusal === null);
    if (refusal) return rejected(activity, refusal, user, tokenState);
    return { kind: 'admitted', activity, user, tokenState, releaseNo: releaseNoOf(activity) };
  }
}

function rejected(
  activity: Activity | null,
  result: Refusal,
  user: User | null = null,
  tokenState = NOT_LOOKED_AT,
): Rejected {
  return { kind: 'rejected', result, user, tokenState, releaseNo: activity && releaseNoOf(activity) };
}

function releaseNoOf({ release }: Activity): number | null {
  return release?.no ?? null;
}
