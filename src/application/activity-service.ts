import { faceOf, phaseAt } from '../domain/activity.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Clock } from '../domain/ports/clock.ts';
import type { DrawLedger } from '../domain/ports/draw-ledger.ts';
import type { ActivityGate, Admission, TokenState, Visit } from './activity-gate.ts';
import { kinds } from './kinds/registry.ts';
import type { Seeds } from './seeds.ts';
import { afterwards, type Soon } from './soon.ts';

export interface Reply {
  readonly outcome: Outcome;
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
   * @throws DependencyFault if something needed to answer is away
   */
  visit(visit: Visit): Soon<Reply> {
    return afterwards(this.#deps.gate.admit(visit), (admission) =>
      admission.kind === 'turned_away' ? admission : this.#serve(admission),
    );
  }

  #serve({ activity, user, tokenState }: Extract<Admission, { kind: 'admitted' }>): Soon<Reply> {
    const { ledger, seeds, clock } = this.#deps;
    const now = clock.now();
    const phase = phaseAt(activity, now);
    if (phase !== 'running') return { outcome: { kind: phase, face: faceOf(activity, now) }, tokenState };

    const kind = kinds.get(activity.dispatch);
    if (!kind) throw new Error(`no kind serves "${activity.dispatch}"`);
    return afterwards(kind.serve(activity, { user, now, ledger, seeds }), (data) => ({
      outcome: { kind: 'served', data },
      tokenState,
    }));
  }
}
