import type { Draft } from '../../domain/releases/drafts.ts';
import { isApproved, type ReleaseApprovals } from '../../domain/releases/release-approvals.ts';
import { everyoneHas, type ReleaseState, type ReleaseStore } from '../../domain/releases/release-store.ts';

export interface UnapprovedDraftsDependencies {
  readonly approvals: Pick<ReleaseApprovals, 'of'>;
  readonly store: Pick<ReleaseStore, 'states'>;
  /** Of drafts. */
  readonly author: string;
}

export interface UnapprovedDraft {
  readonly draft: Draft;
  /** What is to be approved. */
  readonly content: string;
}

/** The drafts that nobody has approved yet, by activity. */
export class UnapprovedDrafts {
  readonly #deps: UnapprovedDraftsDependencies;
  readonly #waiting = new Map<string, UnapprovedDraft>();

  constructor(deps: UnapprovedDraftsDependencies) {
    this.#deps = deps;
  }

  add(activityId: string, unapproved: UnapprovedDraft): void {
    this.#waiting.set(activityId, unapproved);
  }

  remove(activityId: string): void {
    this.#waiting.delete(activityId);
  }

  clear(): void {
    this.#waiting.clear();
  }

  /**
   * Those that need no approval any more: they are approved now, or everyone has got them without, by a rollback.
   * @throws DependencyError if the store does not answer
   */
  async settled(): Promise<readonly Draft[]> {
    const { approvals, author, store } = this.#deps;
    const waiting = [...this.#waiting].map(([activityId, unapproved]) => ({ activityId, ...unapproved }));
    if (waiting.length === 0) return [];
    const given = await approvals.of(waiting);
    const states = await store.states(waiting.map(({ activityId }) => activityId));
    return waiting.flatMap(({ activityId, content, draft }, index) => {
      // Not one that was edited meanwhile.
      if (this.#waiting.get(activityId)?.draft !== draft) return [];
      const isServed = everyoneHas(states[index] as ReleaseState, { content });
      return isServed || isApproved(given, { activityId, content, author }) ? [draft] : [];
    });
  }
}
