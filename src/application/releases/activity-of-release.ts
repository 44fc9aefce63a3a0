import type { Activity, ActivityReading } from '../../domain/activities/activity.ts';
import type { WholeRelease } from '../../domain/releases/release.ts';
import type { ReleaseStore } from '../../domain/releases/release-store.ts';

export interface ReadableReleases extends Pick<ReleaseStore, 'release'> {
  read(release: WholeRelease): ActivityReading;
}

/** A release as an activity; `null` if there is none, or this program cannot read it. */
export async function activityOfRelease(
  releases: ReadableReleases,
  activityId: string,
  no: number,
): Promise<Activity | null> {
  const release = await releases.release(activityId, no);
  const reading = release && releases.read(release);
  return reading?.ok ? reading.activity : null;
}
