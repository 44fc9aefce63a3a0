import { activityIdPattern } from '../../../domain/activities/activity.ts';
import { newPin } from '../../../domain/deliveries/staff-pins.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { counterMessages } from '../i18n/counter-messages.ts';
import { activityArgument, jsonOption } from '../options.ts';
import { plain } from '../render/text-layout.ts';
import { drawingActivity } from './drawing-activity.ts';
import { hasCounterPrize } from './has-counter-prize.ts';

export const counterPinCommand: Command<{ readonly json?: boolean }> = {
  name: 'pin',
  summary: {
    en: 'set a new PIN for the staff of an activity, and show it once',
    zh: '为活动设置新的员工密码，只显示这一次',
  },
  settings: 'all',
  arguments: [activityArgument],
  options: [jsonOption],
  async run(parts, io, args, { json = false }) {
    const [activityId] = args as [string];
    const messages = counterMessages[io.language];
    if (!activityIdPattern.test(activityId)) {
      io.stderr.write(`cms-market: ${commandMessages[io.language].noActivityId(plain(activityId))}\n`);
      return exitCodes.usage;
    }
    const { pins, tallies, entropy } = await parts.counters('own');
    const [known] = await tallies.tally(activityId);
    // Also an activity whose file is gone has prizes to hand over; one that is not known at all is a slip of the hand.
    const activity = known ? undefined : await drawingActivity(activityId, parts, io);
    if (!known && !activity) return exitCodes.usage;
    if (activity && !hasCounterPrize(activity, parts.kinds)) {
      io.stderr.write(`cms-market: ${messages.noCounterPrize(activityId)}\n`);
    }
    const pin = newPin(entropy);
    await pins.set(activityId, pin, parts.clock.now());
    io.stdout.write(json ? `${JSON.stringify({ activityId, pin }, null, 2)}\n` : `${pin}\n`);
    const replaces = typeof known?.pinSetAt === 'number';
    io.stderr.write(`cms-market: ${messages.pinSet(activityId, replaces)}\n`);
    return exitCodes.ok;
  },
};
