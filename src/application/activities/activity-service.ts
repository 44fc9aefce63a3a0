import { phaseAt, summaryOf } from '../../domain/activities/activity.ts';
import type { Result } from '../../domain/activities/result.ts';
import type { DrawLedger } from '../../domain/draws/draw-ledger.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import type { ActivityGate, Admission, TokenState, Visit } from '../admission/activity-gate.ts';
import type { Seeds } from '../draws/seeds.ts';
import { kinds } from '../kinds/kinds.ts';
import { andThen, type MaybePromise } from '../shared/maybe-promise.ts';

export interface Reply {
  readonly outcome: Result;
  readonly tokenState: TokenState;
}

export interface ActivityServiceDependencies {
  readonly gate: ActivityGate;
  readonly ledger: DrawLedger;
  readonly seeds: Seeds;
  readonly clock: Clock;
}

/** The common entry: whatever the activity, its visitors come in here and are handed to its kind. */
export class ActivityService {
  readonly #deps: ActivityServiceDependencies;

  constructor(deps: ActivityServiceDependencies) {
    this.#deps = deps;
  }

  /**
   * The activity's data for this visitor.
   * @throws DependencyError if something needed to answer is away
   */
  visit(visit: Visit): MaybePromise<Reply> {
    return andThen(this.#deps.gate.admit(visit), (admission) =>
      admission.kind === 'turned_away' ? admission : this.#serve(admission),
    );
  }

  #serve({ activity, user, tokenState }: Extract<Admission, { kind: 'admitted' }>): MaybePromise<Reply> {
    const { ledger, seeds, clock } = this.#deps;
    const now = clock.now();
    const phase = phaseAt(activity, now);
    if (phase !== 'running')
      return { outcome: { kind: phase, summary: summaryOf(activity, now) }, tokenState };

    const kind = kinds.get(activity.dispatch);
    if (!kind) throw new Error(`no kind serves "${activity.dispatch}"`);
    return andThen(kind.serve(activity, { user, now, ledger, seeds }), (data) => ({
      outcome: { kind: 'served', data },
      tokenState,
    }));
  }
}
