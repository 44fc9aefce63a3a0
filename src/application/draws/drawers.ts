import { type Activity, summaryOf } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import type { DrawDetails } from '../../domain/draws/draw-details.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { Reply } from '../activities/activity-service.ts';
import type { ActivityGate, Visit } from '../admission/activity-gate.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';
import type { DrawsCapability } from './draws-capability.ts';

/** A visit to an activity of a kind that draws. */
export interface DrawVisit extends Visit {
  readonly dispatch: string;
}

export interface DrawersDependencies {
  readonly gate: ActivityGate;
  /** The capability of each kind that draws, by the kind's name. */
  readonly capabilities: ReadonlyMap<string, DrawsCapability>;
  readonly clock: Clock;
}

/** Admits the users who draw, whatever they ask of their draws. */
export class Drawers {
  readonly #deps: DrawersDependencies;

  constructor(deps: DrawersDependencies) {
    this.#deps = deps;
  }

  /**
   * Does the work for a visitor who is admitted and known.
   * @param window `any`: also before the start and after the end
   */
  forUser<Data>(
    visit: DrawVisit,
    window: 'open' | 'any',
    work: (activity: Activity, user: User) => MaybePromise<Result<Data>>,
  ): MaybePromise<Reply<Data>> {
    const { gate, clock } = this.#deps;
    return andThen(gate.admit(visit, { window }), (admission): MaybePromise<Reply<Data>> => {
      if (admission.kind === 'rejected') return admission;
      const { activity, user, tokenState, releaseNo } = admission;
      if (user) return andThen(work(activity, user), (result) => ({ result, tokenState, releaseNo }));
      // An activity that needs no login has no user to record anything for.
      const result = { kind: 'not_logged_in', summary: summaryOf(activity, clock.now()) } as const;
      return { result, tokenState, releaseNo };
    });
  }

  detailsOf(activity: Activity): DrawDetails {
    const capability = this.#deps.capabilities.get(activity.dispatch);
    if (!capability) throw new Error(`activities of the kind "${activity.dispatch}" have no draws`);
    return capability.detailsOf(activity);
  }
}
