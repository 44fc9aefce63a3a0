import type { Activity } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { CommandParts, Io } from '../command.ts';
import { commandMessages } from '../i18n/command-messages.ts';

/** The activity, if it is valid and has draws; else `undefined`, and the reason is on stderr. */
export async function drawingActivity(
  id: string,
  { activities, kinds, activitiesFolder }: Pick<CommandParts, 'activities' | 'kinds' | 'activitiesFolder'>,
  { stderr, language }: Pick<Io, 'stderr' | 'language'>,
): Promise<Activity<DrawDetails> | undefined> {
  const { configs } = await activities();
  const activity = configs.find(id);
  if (activity && kinds.get(activity.dispatch)?.draws) return activity as Activity<DrawDetails>;
  const messages = commandMessages[language];
  const isInvalid = configs.invalid().some(({ activityId }) => activityId === id);
  const reason = activity
    ? messages.hasNoDraws(id, activity.dispatch)
    : isInvalid
      ? messages.isInvalid(id)
      : messages.isNotIn(id, activitiesFolder);
  stderr.write(`cms-market: ${reason}\n`);
  return undefined;
}
