import { launchSummary } from '../../../application/authoring/check/launch-summary.ts';
import type { Activity } from '../../../domain/activities/activity.ts';
import type { ReleaseContent } from '../../../domain/releases/release.ts';
import type { ReleaseState } from '../../../domain/releases/release-store.ts';
import type { ScheduledRelease } from '../../../domain/releases/scheduled-releases.ts';
import type { CommandParts } from '../command.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import type { ReleaseTasks } from '../release-parts.ts';
import type { ReleasePreview } from '../render/release-report.ts';
import { compareActivities } from './compare-activities.ts';
import { kindOf } from './kind-of.ts';
import type { ReleaseRun } from './release-run.ts';

/** A scheduled release as an activity; `null` if this program cannot read it. */
export function activityOfScheduled(
  scheduled: ScheduledRelease,
  { read }: Pick<ReleaseTasks, 'read'>,
): Activity | null {
  const reading = read({ ...scheduled, no: 0, at: scheduled.dueAt });
  return reading.ok ? reading.activity : null;
}

/** One text compared with another; a text that there is nothing to compare with, as it is. */
export async function compared(
  { parts, io }: ReleaseRun,
  before: Activity | null,
  after: Activity,
): Promise<Pick<ReleasePreview, 'diff' | 'summary'>> {
  if (before) return { diff: await compareActivities(before, after, parts, io), summary: null };
  return { diff: null, summary: launchSummary(after, kindOf(parts, after), parts.clock.now()) };
}

/** A note where the activity's own folder holds what would be lost if `content` were written to it. */
export async function lostDraftNotes(
  { parts, io, tasks, activityId }: ReleaseRun,
  { serving }: Pick<ReleaseState, 'serving'>,
  content: ReleaseContent,
): Promise<readonly string[]> {
  const isLost = await tasks.draftWriter.losesBeside(activityId, serving, [content]);
  return isLost ? [releasesMessages[io.language].draftLost(`${parts.activitiesFolder}/${activityId}`)] : [];
}

/** By which times are shown: the activity's, else the one of this machine. */
export function timezoneOf(activity: Activity | null, { kinds }: Pick<CommandParts, 'kinds'>): string {
  const own = activity && kinds.get(activity.dispatch)?.authoring.summarize(activity).timezone;
  return own ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
