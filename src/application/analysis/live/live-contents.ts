import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { ReleaseStore } from '../../../domain/releases/release-store.ts';
import type { DrawsCapability } from '../../draws/draws-capability.ts';
import { activityOfRelease, type ReadableReleases } from '../../releases/activity-of-release.ts';

/** What everyone gets of an activity at present. */
export interface LiveContent {
  readonly activity: Activity;
  /** `null`: its kind has no draws. */
  readonly details: DrawDetails | null;
  readonly isPaused: boolean;
  readonly isRemoved: boolean;
  readonly releaseNo: number;
  readonly candidateNo: number | null;
  /** Identifies text and pictures. */
  readonly content: string;
  /** Of the latest change of what is served. */
  readonly version: number;
}

export interface LiveContentsDependencies {
  readonly store: Pick<ReleaseStore, 'states' | 'release'>;
  readonly read: ReadableReleases['read'];
  /** The kinds that draw, by their names. */
  readonly capabilities: ReadonlyMap<string, DrawsCapability>;
}

/* A text of 1 MiB takes some ms to read. */
const MOST_KEPT = 100;

/** The releases that are served, for the console. A text is read once. */
export class LiveContents {
  readonly #deps: LiveContentsDependencies;
  readonly #kept = new Map<
    string,
    { readonly no: number; readonly hash: string; readonly activity: Activity }
  >();

  constructor(deps: LiveContentsDependencies) {
    this.#deps = deps;
  }

  /** `null`: nothing was ever published, or this program cannot read it. @throws DependencyError if the store is away */
  async of(activityId: string): Promise<LiveContent | null> {
    const { store, capabilities } = this.#deps;
    const [state] = await store.states([activityId]);
    const { serving, release } = state ?? {};
    if (!serving || !release) return null;
    const activity = await this.#activity(activityId, release.no, release.hash);
    if (!activity) return null;
    return {
      activity,
      details: capabilities.get(activity.dispatch)?.detailsOf(activity) ?? null,
      isPaused: serving.isPaused,
      isRemoved: serving.isRemoved,
      releaseNo: release.no,
      candidateNo: serving.candidate?.no ?? null,
      content: release.content,
      version: state?.version ?? 0,
    };
  }

  async #activity(activityId: string, no: number, hash: string): Promise<Activity | null> {
    const kept = this.#kept.get(activityId);
    if (kept?.no === no && kept.hash === hash) return kept.activity;
    const { store, read } = this.#deps;
    const releases = { read, release: (id: string, which: number) => store.release(id, which) };
    const activity = await activityOfRelease(releases, activityId, no);
    this.#kept.delete(activityId);
    if (!activity) return null;
    this.#kept.set(activityId, { no, hash, activity });
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
    return activity;
  }
}
