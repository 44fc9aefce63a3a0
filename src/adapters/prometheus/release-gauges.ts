import { Gauge, type Registry } from 'prom-client';

/** How far a process has followed the releases of the record store. */
export interface FollowedReleases {
  /** Of the latest change that it knows; 0: none yet. */
  readonly version: number;
  /** Since it last knew all changes of the store, or since the start. */
  readonly secondsSinceRead: number;
  /** Activities whose latest release this program cannot read. */
  readonly unreadable: number;
}

/** What a process serves of an activity. */
export interface ServedRelease {
  readonly activityId: string;
  readonly no: number;
  /** `null`: no rollout is under way. */
  readonly candidateNo: number | null;
  readonly isPaused: boolean;
}

/** The sources of gauges, read at each scrape. None of them does I/O. */
export interface ReleaseSources {
  followedReleases(): FollowedReleases;
  /** Of all activities. */
  servedReleases(): Iterable<ServedRelease>;
  /** Activities that had draws since the start. */
  activityIds(): readonly string[];
}

/* As many as have a label of their own among the draws. */
const MAX_ACTIVITIES = 500;

/**
 * The releases that a process serves: of activities that had draws since the start, and of those that are paused or in a rollout.
 * Over several processes the one that is furthest behind counts.
 */
export function addReleaseGauges(
  registry: Registry,
  sources: ReleaseSources,
  maxActivities = MAX_ACTIVITIES,
): void {
  addFollowerGauges(registry, sources);
  let shown: readonly ServedRelease[] | null = null;
  // The gauges of a scrape are collected in one turn, and share one look at all activities.
  const releases = () => {
    if (!shown) queueMicrotask(() => (shown = null));
    shown ??= worthShowing(sources, maxActivities);
    return shown;
  };

  function gauge(name: string, help: string, read: (release: ServedRelease) => number | null): void {
    new Gauge({
      name,
      help,
      labelNames: ['activity'],
      registers: [registry],
      aggregator: 'min',
      collect() {
        this.reset();
        for (const release of releases()) {
          const value = read(release);
          if (value !== null) this.set({ activity: release.activityId }, value);
        }
      },
    });
  }

  gauge('cms_market_release', 'The release that everyone gets; the lowest of all processes.', ({ no }) => no);
  gauge(
    'cms_market_release_candidate',
    'The release that only some users get, while a rollout is under way.',
    ({ candidateNo }) => candidateNo,
  );
  gauge('cms_market_release_paused', 'Whether all processes have paused it: 1 or 0.', ({ isPaused }) =>
    Number(isPaused),
  );
}

function addFollowerGauges(registry: Registry, { followedReleases }: ReleaseSources): void {
  function gauge(
    metric: { name: string; help: string; aggregator: 'min' | 'max' },
    read: (followed: FollowedReleases) => number,
  ): void {
    new Gauge({
      ...metric,
      registers: [registry],
      collect() {
        this.set(read(followedReleases()));
      },
    });
  }
  gauge(
    {
      name: 'cms_market_release_version',
      help: 'Up to which change of the record store releases are known; the lowest of all processes.',
      aggregator: 'min',
    },
    ({ version }) => version,
  );
  gauge(
    {
      name: 'cms_market_release_read_age_seconds',
      help: 'How long ago all releases of the record store were known; the longest of all processes.',
      aggregator: 'max',
    },
    ({ secondsSinceRead }) => secondsSinceRead,
  );
  gauge(
    {
      name: 'cms_market_releases_unreadable',
      help: 'Activities whose latest release this program cannot read, so that the one before is served.',
      aggregator: 'max',
    },
    ({ unreadable }) => unreadable,
  );
}

/* Those that are paused or in a rollout come first: there are few, and somebody watches them. */
function worthShowing(
  { servedReleases, activityIds }: ReleaseSources,
  maxActivities: number,
): readonly ServedRelease[] {
  const drawn = new Set(activityIds());
  const [changing, others]: [ServedRelease[], ServedRelease[]] = [[], []];
  for (const release of servedReleases()) {
    if (release.isPaused || release.candidateNo !== null) changing.push(release);
    else if (drawn.has(release.activityId)) others.push(release);
  }
  return [...changing, ...others].slice(0, maxActivities);
}
