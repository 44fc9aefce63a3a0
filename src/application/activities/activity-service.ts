import type { Activity } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { VisitTelemetry } from '../../domain/visitors/visit-telemetry.ts';
import type { ActivityGate, TokenState, Visit } from '../admission/activity-gate.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';

export interface Reply<Data> {
  readonly result: Result<Data>;
  readonly tokenState: TokenState;
  /** The release that the visitor gets; `null` where there is none. */
  readonly releaseNo: number | null;
}

export interface AdmittedVisitor {
  /** `null` where the activity needs no login. */
  readonly user: User | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Makes the data that a kind serves to an admitted visitor of a running activity.
 * @throws DependencyError if something that it needs does not answer
 */
export type ActivityServer<Data> = (activity: Activity, visitor: AdmittedVisitor) => MaybePromise<Data>;

export interface ActivityServiceDependencies<Data> {
  readonly gate: ActivityGate;
  readonly clock: Clock;
  /** The server of each kind, by the kind's name. */
  readonly servers: ReadonlyMap<string, ActivityServer<Data>>;
  readonly visits?: Pick<VisitTelemetry, 'visited'>;
}

/** The common entry of all activities: it admits the visitor, then dispatches to the activity's kind. */
export class ActivityService<Data> {
  readonly #deps: ActivityServiceDependencies<Data>;

  constructor(deps: ActivityServiceDependencies<Data>) {
    this.#deps = deps;
  }

  /**
   * The activity's data for this visitor.
   * @throws DependencyError if something that is needed for the answer does not answer
   */
  visit(visit: Visit): MaybePromise<Reply<Data>> {
    const { gate, clock, servers, visits } = this.#deps;
    return andThen(gate.admit(visit), (admission) => {
      if (admission.kind === 'rejected') return admission;
      const { activity, user, tokenState, releaseNo } = admission;
      const server = servers.get(activity.dispatch);
      if (!server) throw new Error(`no kind serves "${activity.dispatch}"`);
      return andThen(server(activity, { user, now: clock.now() }), (data) => {
        visits?.visited(activity.id, user, visit.from);
        return { result: { kind: 'served', data }, tokenState, releaseNo };
      });
    });
  }
}
