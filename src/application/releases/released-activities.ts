import type { Activity, ActivityReading } from '../../domain/activities/activity.ts';
import type { ConfigRepository, InvalidActivity } from '../../domain/activities/config-repository.ts';
import { mediaVersion } from '../../domain/activities/media-versions.ts';
import { LONGEST_LEAD_MS } from '../../domain/releases/decide-change.ts';
import type { WholeRelease } from '../../domain/releases/release.ts';
import type { ServedPictures } from '../../domain/releases/served-pictures.ts';
import type { ServedActivity, ServedReleases } from '../../domain/releases/served-releases.ts';
import type { ServingChange } from '../../domain/releases/serving.ts';
import type { Clock } from '../../domain/shared/clock.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import { ActivityVersions, type Taken } from './activity-versions.ts';
import { PastPictures } from './past-pictures.ts';

export interface ReleasedActivitiesDependencies {
  read(release: WholeRelease): ActivityReading;
  readonly clock: Clock;
}

/** The releases that this process serves. All data is in memory. */
export class ReleasedActivities implements ConfigRepository, ServedReleases, ServedPictures {
  readonly #deps: ReleasedActivitiesDependencies;
  readonly #activities = new Map<string, ActivityVersions>();
  readonly #past = new PastPictures();
  #changes = 0;
  #invalid: readonly InvalidActivity[] = [];
  #isLoaded = false;
  #isComplete = false;
  /** How far the clock of the store is ahead of this one, in milliseconds. */
  clockOffsetMs = 0;

  constructor(deps: ReleasedActivitiesDependencies) {
    this.#deps = deps;
  }

  /** Whether it is known what to serve. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Whether all activities are known, so that others do not exist. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  served(activityId: string): ServedActivity | undefined {
    if (!this.#isLoaded) throw new DependencyError('releases', 'none is loaded yet');
    const versions = this.#activities.get(activityId);
    if (!versions) {
      // To a visitor "no such activity" means that draws in it are of no use any more.
      if (!this.#isComplete) throw new DependencyError('releases', 'not all are loaded');
      return undefined;
    }
    if (versions.isUnreadable) throw new DependencyError('releases', 'this program cannot read it');
    return versions.served(this.#now);
  }

  find(activityId: string): Activity | undefined {
    return this.#activities.get(activityId)?.served(this.#now)?.activity;
  }

  all(): readonly Activity[] {
    return [...this.#activities.keys()].flatMap((id) => this.find(id) ?? []);
  }

  invalid(): readonly InvalidActivity[] {
    return this.#invalid;
  }

  hashOf(activityId: string, file: string): string | undefined {
    const activity = this.find(activityId);
    return activity && pictureOf(activity, file);
  }

  hashOfVersion(activityId: string, file: string, version: string): string | undefined {
    for (const activity of this.#activities.get(activityId)?.activities() ?? []) {
      const hash = pictureOf(activity, file);
      if (hash !== undefined && mediaVersion(hash) === version) return hash;
    }
    return this.#past.hashOf(activityId, file, version, this.#deps.clock.now());
  }

  /** Of all pictures that `hashOfVersion` may find. */
  pictureHashes(): ReadonlySet<string> {
    const hashes = new Set(this.#past.hashes());
    for (const versions of this.#activities.values()) {
      for (const { release } of versions.activities()) {
        for (const hash of Object.values(release?.pictures ?? {})) hashes.add(hash);
      }
    }
    return hashes;
  }

  /** Grows when there is something new. */
  get changes(): number {
    return this.#changes;
  }

  /** The activity in this release, if this process has it. */
  known(activityId: string, no: number): Activity | undefined {
    return this.#activities.get(activityId)?.activity(no);
  }

  /** When the last of the releases that are known takes force, or has, by the clock of the store; 0: none is known. */
  get settledAt(): number {
    let latest = 0;
    for (const { settledAt } of this.#activities.values()) latest = Math.max(latest, settledAt);
    return latest;
  }

  /** How long it is until `at`, by the clock of the store: milliseconds, from 0 to the longest time that a release waits. */
  msUntil(at: number): number {
    return Math.min(Math.max(0, at - this.#now()), LONGEST_LEAD_MS);
  }

  loaded(): void {
    this.#isLoaded = true;
  }

  /** Serves these until the store answers. */
  serveUnpublished(activities: readonly Activity[]): void {
    for (const activity of activities) {
      const versions = new ActivityVersions(this.#noteEnded);
      versions.serveUnpublished(activity);
      this.#activities.set(activity.id, versions);
    }
    this.#isLoaded = true;
    this.#isComplete = true;
  }

  /** All others are gone. */
  completed(activityIds: ReadonlySet<string>): void {
    for (const [id, versions] of [...this.#activities]) {
      if (activityIds.has(id)) continue;
      // A page that is open may still show its pictures.
      for (const activity of versions.activities()) this.#noteEnded(activity);
      this.#activities.delete(id);
      this.#changes += 1;
    }
    this.#isComplete = true;
  }

  found(invalid: readonly InvalidActivity[]): void {
    this.#invalid = invalid;
  }

  /** The store was restored, or is another one: nothing that is known is of use, but it is served until `completed`. */
  distrust(): void {
    this.#isComplete = false;
    for (const versions of this.#activities.values()) versions.distrust(this.#now());
  }

  /**
   * @param releases those that `change` names and that are not known yet
   * @param known those that were known when `releases` were asked for, by their numbers
   */
  take(
    change: ServingChange,
    releases: ReadonlyMap<number, WholeRelease>,
    known: (no: number) => Activity | undefined = () => undefined,
  ): Taken {
    const { activityId } = change;
    const versions = this.#activities.get(activityId) ?? new ActivityVersions(this.#noteEnded);
    this.#activities.set(activityId, versions);
    const taken = versions.take(change, this.#now(), (no) => {
      const activity = known(no);
      if (activity) return { ok: true, activity };
      const release = releases.get(no);
      return release ? this.#deps.read(release) : { ok: false, problems: [] };
    });
    if (taken.kind !== 'old') this.#changes += 1;
    return taken;
  }

  readonly #now = (): number => this.#deps.clock.now() + this.clockOffsetMs;

  readonly #noteEnded = ({ id, release }: Activity): void => {
    if (release) this.#past.note(id, release.pictures, this.#deps.clock.now());
  };
}

function pictureOf({ release }: Activity, file: string): string | undefined {
  return release && Object.hasOwn(release.pictures, file) ? release.pictures[file] : undefined;
}
