import { FileReleaseCopy } from '../adapters/filesystem/file-release-copy.ts';
import { SqlReleaseFeed } from '../adapters/sql/records/sql-release-feed.ts';
import { systemTimer } from '../adapters/system/system-timer.ts';
import { ReleaseFollower } from '../application/releases/release-follower.ts';
import { ReleasedActivities } from '../application/releases/released-activities.ts';
import { withLoginUrl } from '../domain/activities/with-login-url.ts';
import { readRelease } from './read-release.ts';
import type { Get, Registry } from './registry.ts';
import { servedEvents } from './served-events.ts';
import { tokens } from './tokens.ts';
import { ownLoginUrl } from './wechat-login.ts';

/** The activities as the service has them: what is published. */
export function registerReleases(registry: Registry, { isLeader }: { readonly isLeader: boolean }): void {
  registry.factory(
    tokens.released,
    (get) =>
      new ReleasedActivities({
        read: servedReading(ownLoginUrl(get(tokens.settings))),
        clock: get(tokens.clock),
      }),
  );
  registry.factory(tokens.configs, (get) => get(tokens.released));
  registry.factory(tokens.releaseFollower, (get) => {
    const follower = new ReleaseFollower({
      feed: new SqlReleaseFeed(get(tokens.records).unguarded),
      released: get(tokens.released),
      copy: copyOf(get, isLeader),
      clock: get(tokens.clock),
      timer: systemTimer,
      events: servedEvents(get, isLeader),
      errorReporter: get(tokens.errorReporter),
    });
    get(tokens.disposer).push(() => follower.close());
    return follower;
  });
}

/* What visitors get is the release, and where to log in if it does not say so. */
function servedReading(loginUrl: string | null): typeof readRelease {
  if (loginUrl === null) return readRelease;
  return (release) => {
    const reading = readRelease(release);
    return reading.ok ? { ok: true, activity: withLoginUrl(reading.activity, loginUrl) } : reading;
  };
}

/* A store on this machine is as near as a copy. */
function copyOf(get: Get, isLeader: boolean): FileReleaseCopy | null {
  const { records, dataDir } = get(tokens.settings);
  if (records.kind === 'sqlite') return null;
  const errorReporter = get(tokens.errorReporter);
  const copy = new FileReleaseCopy(dataDir, isLeader, (error) =>
    errorReporter.report(
      'releases cannot be copied to DATA_DIR: a start without the record store would have none',
      error,
    ),
  );
  get(tokens.disposer).push(() => copy.close());
  return copy;
}
