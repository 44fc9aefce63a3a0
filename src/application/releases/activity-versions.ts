import type { Activity, ActivityReading } from '../../domain/activities/activity.ts';
import { LONGEST_LEAD_MS } from '../../domain/releases/decide-change.ts';
import {
  type ServedActivity,
  type ServedCandidate,
  servedCandidate,
} from '../../domain/releases/served-releases.ts';
import type { ServingChange } from '../../domain/releases/serving.ts';
import type { Problem } from '../../domain/shared/problem.ts';

/** What a change makes of an activity, from `inForceAt` on. */
interface Version {
  readonly inForceAt: number;
  /** `null`: it was removed. */
  readonly activity: Activity | null;
  readonly candidate: ServedCandidate | null;
  /** Whether its releases are those of these numbers in the store as it is now. */
  readonly isTrusted: boolean;
}

interface Unreadable {
  /** The number of the release. */
  readonly no: number;
  readonly problems: readonly Problem[];
}

/** What became of a change that was taken. */
export type Taken =
  | { readonly kind: 'taken' }
  /** Known already, or an earlier one. */
  | { readonly kind: 'old' }
  /** This program cannot read its text, so that the release before is still served. */
  | ({ readonly kind: 'unreadable' } & Unreadable);

/** What is served of one activity, now and next. */
export class ActivityVersions {
  /** Hears of what is not served any more. */
  readonly #onEnded: (activity: Activity) => void;
  /** Of the latest change. */
  #latest = 0;
  #isPaused = false;
  /** In the order in which they take force. The first one is served; another follows it when its time has come. */
  #versions: Version[] = [];
  #served: ServedActivity | undefined;

  constructor(onEnded: (activity: Activity) => void) {
    this.#onEnded = onEnded;
  }

  /** Whether there is none that this program can read, though there is a release. */
  get isUnreadable(): boolean {
    return this.#versions.length === 0;
  }

  /** When the last that is known takes force. */
  get settledAt(): number {
    return this.#versions.at(-1)?.inForceAt ?? 0;
  }

  /**
   * `undefined` where it was removed. By the clock at each request, and by no timer: then processes of one machine change at
   * the same moment.
   * @param now asked for only where something may have taken force
   */
  served(now: () => number): ServedActivity | undefined {
    if (this.#versions.length > 1) this.#advance(now());
    return this.#served;
  }

  /** In this release, if that is known. */
  activity(no: number): Activity | undefined {
    for (const version of this.#versions) {
      if (!version.isTrusted) continue;
      for (const activity of activitiesOf(version)) if (activity.release?.no === no) return activity;
    }
    return undefined;
  }

  /** In all releases that are known. */
  *activities(): Iterable<Activity> {
    for (const version of this.#versions) yield* activitiesOf(version);
  }

  /** What is served now is served until the next change, and nothing else that is known is of use. */
  distrust(now: number): void {
    this.#advance(now);
    this.#latest = 0;
    this.#versions = this.#versions
      .slice(0, 1)
      .map((version) => ({ ...version, inForceAt: 0, isTrusted: false }));
  }

  /** Serves what is not published, until the first change. */
  serveUnpublished(activity: Activity): void {
    this.#versions = [{ inForceAt: 0, activity, candidate: null, isTrusted: false }];
    this.#serve();
  }

  /** @param read a release that is not known yet */
  take(change: ServingChange, now: number, read: (no: number) => ActivityReading): Taken {
    const { version, inForceAt, serving } = change;
    if (version <= this.#latest) return { kind: 'old' };
    this.#latest = version;
    this.#isPaused = serving.isPaused;
    const taken = this.#versionOf(serving, read);
    const soonest = Math.min(inForceAt, now + LONGEST_LEAD_MS);
    if (taken.ok) this.#versions.push({ ...taken.version, inForceAt: soonest, isTrusted: true });
    this.#advance(now);
    return taken.ok ? { kind: 'taken' } : { kind: 'unreadable', no: taken.no, problems: taken.problems };
  }

  #versionOf(
    { no, candidate, isRemoved }: ServingChange['serving'],
    read: (no: number) => ActivityReading,
  ):
    | { readonly ok: true; readonly version: Pick<Version, 'activity' | 'candidate'> }
    | ({ readonly ok: false } & Unreadable) {
    // Its text is not needed any more.
    if (isRemoved) return { ok: true, version: { activity: null, candidate: null } };
    const stable = this.#read(no, read);
    if (!stable.ok) return { ...stable, no };
    if (!candidate) return { ok: true, version: { activity: stable.activity, candidate: null } };
    const other = this.#read(candidate.no, read);
    if (!other.ok) return { ...other, no: candidate.no };
    const served = servedCandidate(stable.activity, other.activity, candidate.audience);
    return { ok: true, version: { activity: stable.activity, candidate: served } };
  }

  #read(no: number, read: (no: number) => ActivityReading): ActivityReading {
    const known = this.activity(no);
    return known ? { ok: true, activity: known } : read(no);
  }

  #advance(now: number): void {
    while (this.#versions.length > 1 && (this.#versions[1] as Version).inForceAt <= now) {
      const ended = this.#versions.shift() as Version;
      for (const activity of activitiesOf(ended)) this.#onEnded(activity);
    }
    this.#serve();
  }

  /* The same object for as long as nothing changes. */
  #serve(): void {
    const [version] = this.#versions;
    if (!version?.activity) {
      this.#served = undefined;
      return;
    }
    const { activity, candidate } = version;
    const isPaused = this.#isPaused;
    const before = this.#served;
    const isSame =
      before?.activity === activity && before.candidate === candidate && before.isPaused === isPaused;
    if (!isSame) this.#served = { activity, candidate, isPaused };
  }
}

function activitiesOf({ activity, candidate }: Pick<Version, 'activity' | 'candidate'>): readonly Activity[] {
  return [...(activity ? [activity] : []), ...(candidate ? [candidate.activity] : [])];
}
