import type { Activity } from '../../../domain/activities/activity.ts';
import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { DrawDetails } from '../../../domain/draws/draw-details.ts';
import type { CommandParts, Io } from '../command.ts';
import { codesMessages } from '../i18n/codes-messages.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { plain } from '../render/text-layout.ts';
import { drawingActivity } from './drawing-activity.ts';

export const prizeArgument = {
  syntax: '<prize>',
  description: { en: 'the prize’s id', zh: '奖品编号' },
};

/** The activity, if it is valid and has this prize; else `undefined`, and the reason is on stderr. */
export async function activityWithPrize(
  activityId: string,
  prizeId: string,
  parts: CommandParts,
  io: Io,
): Promise<Activity<DrawDetails> | undefined> {
  if (!activityIdPattern.test(activityId)) {
    io.stderr.write(`cms-market: ${commandMessages[io.language].noActivityId(plain(activityId))}\n`);
    return undefined;
  }
  const activity = await drawingActivity(activityId, parts, io);
  if (!activity) return undefined;
  const prizes = activity.details.prizes.map(({ id }) => id);
  if (prizes.includes(prizeId)) return activity;
  const reason = codesMessages[io.language].noPrize(activityId, plain(prizeId), prizes);
  io.stderr.write(`cms-market: ${reason}\n`);
  return undefined;
}
