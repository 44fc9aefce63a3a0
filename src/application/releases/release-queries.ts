import type { Activity } from '../../domain/activities/activity.ts';
import type { ReleaseContent, WholeRelease } from '../../domain/releases/release.ts';
import { isApproved, type ReleaseApprovals } from '../../domain/releases/release-approvals.ts';
import type {
  HistoryPage,
  HistoryRow,
  ReleaseState,
  ReleaseStore,
} from '../../domain/releases/release-store.ts';
import { servedNo } from '../../domain/releases/serving.ts';
import { activityOfRelease, type ReadableReleases } from './activity-of-release.ts';
import { historyOf } from './history-of.ts';
import type { Signed } from './submission.ts';

export interface ReleaseQueriesDependencies extends Pick<ReadableReleases, 'read'> {
  readonly store: Pick<ReleaseStore, 'states' | 'release' | 'history'>;
  readonly approvals: Pick<ReleaseApprovals, 'of'>;
}

/** What operators ask about releases. Every method throws DependencyError if the store does not answer. */
export class ReleaseQueries {
  readonly #deps: ReleaseQueriesDependencies;

  constructor(deps: ReleaseQueriesDependencies) {
    this.#deps = deps;
  }

  async state(activityId: string): Promise<ReleaseState> {
    const [state] = await this.#deps.store.states([activityId]);
    return state as ReleaseState;
  }

  release(activityId: string, no: number): Promise<WholeRelease | undefined> {
    return this.#deps.store.release(activityId, no);
  }

  /** A release as an activity; `null` if there is none, or this program cannot read it. */
  activity(activityId: string, no: number): Promise<Activity | null> {
    const { store, read } = this.#deps;
    return activityOfRelease({ release: (id, which) => store.release(id, which), read }, activityId, no);
  }

  history(activityId: string, page: HistoryPage): Promise<readonly HistoryRow[]> {
    return this.#deps.store.history(activityId, page);
  }

  /** The release that everyone had before this one; `null`: there is none. */
  async releaseBefore(activityId: string, no: number): Promise<number | null> {
    for await (const { serving } of historyOf(this.#deps.store, activityId)) {
      const before = servedNo(serving);
      if (before > 0 && before !== no) return before;
    }
    return null;
  }

  /** Who has approved this text with its pictures, the first one first. */
  async approvers(
    activityId: string,
    { content }: Pick<ReleaseContent, 'content'>,
  ): Promise<readonly string[]> {
    return (await this.approversOf(activityId, [content])).get(content) ?? [];
  }

  /** The same of each of these contents; one that nobody has approved is missing. */
  async approversOf(
    activityId: string,
    contents: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = await this.#deps.approvals.of(contents.map((content) => ({ activityId, content })));
    const names = new Map<string, readonly string[]>();
    for (const { content, by } of found.toSorted((one, other) => one.at - other.at)) {
      names.set(content, [...(names.get(content) ?? []), by]);
    }
    return names;
  }

  /** Whether another person than its author has approved this text with its pictures. */
  async isApproved(
    { activityId, author }: Omit<Signed, 'note'>,
    { content }: Pick<ReleaseContent, 'content'>,
  ): Promise<boolean> {
    const approvals = await this.#deps.approvals.of([{ activityId, content }]);
    return isApproved(approvals, { activityId, content, author });
  }
}
