import {
  type Decision,
  decideChange,
  type RefusedChange,
  type ReleaseOrder,
} from '../../domain/releases/decide-change.ts';
import { isApproved, type ReleaseApprovals } from '../../domain/releases/release-approvals.ts';
import type { NewChange, ReleaseState, ReleaseStore } from '../../domain/releases/release-store.ts';
import type { ReleaseAction, Serving } from '../../domain/releases/serving.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';

/** Somebody wants a change. */
export interface ChangeRequest {
  readonly activityId: string;
  readonly author: string;
  readonly note: string;
  /** Decided by the state at that moment, as often as another change comes first. */
  order(state: ReleaseState): ReleaseOrder | null;
}

export type ChangeResult =
  | {
      readonly kind: 'changed';
      /** Of the change. */
      readonly version: number;
      readonly action: ReleaseAction;
      readonly serving: Serving;
      /** The number of the release that the change brought; `null`: it brought none. */
      readonly newNo: number | null;
      /** Milliseconds since the epoch, by the clock of the store. */
      readonly at: number;
      readonly inForceAt: number;
    }
  | { readonly kind: 'unchanged'; readonly no: number }
  | ({ readonly kind: 'refused' } & (RefusedChange | { readonly reason: 'not_approved' }));

export interface ReleaseChangesDependencies {
  readonly store: Pick<ReleaseStore, 'states' | 'append'>;
  readonly approvals: Pick<ReleaseApprovals, 'of'>;
  /** Whether what is published needs the approval of another person than its author. */
  readonly requiresApproval: boolean;
}

/* Each time, another change of the same activity came first. A pause must get through. */
const ATTEMPTS = 100;

export type Decided = Exclude<Decision, { kind: 'refused' }> | Extract<ChangeResult, { kind: 'refused' }>;

/** Makes changes of what is served, while other processes may make some too. */
export class ReleaseChanges {
  readonly #deps: ReleaseChangesDependencies;

  constructor(deps: ReleaseChangesDependencies) {
    this.#deps = deps;
  }

  /**
   * The pictures of a new content are stored before.
   * @param known the states of these activities, of a moment ago; left out: they are read
   * @returns the results, in the order of the requests
   * @throws DependencyError if the store does not answer
   */
  async apply(
    requests: readonly ChangeRequest[],
    known?: ReadonlyMap<string, ReleaseState>,
  ): Promise<readonly ChangeResult[]> {
    const results = new Map<ChangeRequest, ChangeResult>();
    for (let vain = 0; results.size < requests.length; ) {
      const open = requests.filter((request) => !results.has(request));
      const next = firstOfEach(open);
      // A state that is out of date leads to a conflict, and then it is read.
      const found = await this.#attempt(
        next,
        (results.size === 0 && vain === 0 && statesIn(known, next)) || null,
      );
      for (const [request, result] of found) results.set(request, result);
      vain = found.size > 0 ? 0 : vain + 1;
      if (vain >= ATTEMPTS) throw new DependencyError('record store', 'other changes kept coming first');
    }
    return requests.map((request) => results.get(request) as ChangeResult);
  }

  /**
   * What each request would do now, without doing it.
   * @returns the decisions, in the order of the requests
   * @throws DependencyError if the store does not answer
   */
  async decide(requests: readonly ChangeRequest[]): Promise<readonly Decided[]> {
    const states = await this.#deps.store.states(requests.map(({ activityId }) => activityId));
    return this.#decided(requests, states);
  }

  async #attempt(
    requests: readonly ChangeRequest[],
    known: readonly ReleaseState[] | null,
  ): Promise<ReadonlyMap<ChangeRequest, ChangeResult>> {
    const { store } = this.#deps;
    const results = new Map<ChangeRequest, ChangeResult>();
    const states = known ?? (await store.states(requests.map(({ activityId }) => activityId)));
    const decided = await this.#decided(requests, states);
    const changes: { readonly request: ChangeRequest; readonly change: NewChange }[] = [];
    for (const [index, request] of requests.entries()) {
      const state = states[index] as ReleaseState;
      const decision = decided[index] as Decided;
      if (decision.kind === 'refused') results.set(request, decision);
      else if (decision.kind === 'unchanged') {
        results.set(request, { kind: 'unchanged', no: state.serving?.no ?? 0 });
      } else {
        const { kind: _, ...change } = decision;
        const { activityId, author, note } = request;
        changes.push({ request, change: { activityId, after: state.version, author, note, ...change } });
      }
    }
    const appended = await store.append(changes.map(({ change }) => change));
    for (const [index, { request, change }] of changes.entries()) {
      const result = appended[index];
      if (result?.kind !== 'appended') continue;
      const { action, serving, release } = change;
      const { kind: _, ...recorded } = result;
      results.set(request, { kind: 'changed', action, serving, newNo: release?.no ?? null, ...recorded });
    }
    return results;
  }

  async #decided(
    requests: readonly ChangeRequest[],
    states: readonly ReleaseState[],
  ): Promise<readonly Decided[]> {
    const orders = requests.map((request, index) => request.order(states[index] as ReleaseState));
    const decisions = orders.map(
      (order, index): Decided =>
        order ? decideChange(states[index] as ReleaseState, order) : { kind: 'unchanged' },
    );
    if (!this.#deps.requiresApproval) return decisions;
    const wanted = decisions.flatMap((decision, index) => {
      const { kind } = orders[index] ?? {};
      if (decision.kind !== 'change' || !decision.release) return [];
      if (kind !== 'publish' && kind !== 'roll_out') return [];
      const { activityId, author } = requests[index] as ChangeRequest;
      return [{ index, activityId, content: decision.release.content, author }];
    });
    const approvals = await this.#deps.approvals.of(wanted);
    const refused = new Set(wanted.filter((each) => !isApproved(approvals, each)).map(({ index }) => index));
    return decisions.map((decision, index) =>
      refused.has(index) ? { kind: 'refused', reason: 'not_approved' } : decision,
    );
  }
}

/* `null` where one is missing. */
function statesIn(
  known: ReadonlyMap<string, ReleaseState> | undefined,
  requests: readonly ChangeRequest[],
): readonly ReleaseState[] | null {
  const states = requests.flatMap(({ activityId }) => known?.get(activityId) ?? []);
  return states.length === requests.length ? states : null;
}

/* The next one of an activity is decided by the state that the first one leaves. */
function firstOfEach(requests: readonly ChangeRequest[]): readonly ChangeRequest[] {
  const ids = new Set<string>();
  return requests.filter(({ activityId }) => !ids.has(activityId) && ids.add(activityId));
}
