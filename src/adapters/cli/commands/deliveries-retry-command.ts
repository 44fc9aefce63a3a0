import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { deliveriesMessages } from '../i18n/deliveries-messages.ts';
import { jsonOption } from '../options.ts';
import { plain } from '../render/text-layout.ts';

interface RetryOptions {
  readonly endpoint?: string;
  readonly draw?: readonly string[];
  readonly json?: boolean;
}

export const deliveriesRetryCommand: Command<RetryOptions> = {
  name: 'retry',
  summary: {
    en: 'send failed deliveries again, with the whole schedule before them',
    zh: '重新发送失败的发放，重试计划从头开始',
  },
  settings: 'all',
  arguments: [
    { syntax: '[activity]', description: { en: 'its id; all, if left out', zh: '活动编号，省略为全部' } },
  ],
  options: [
    {
      flags: '--endpoint <name>',
      description: { en: 'only those to this endpoint', zh: '只重发该回调地址的' },
    },
    {
      flags: '--draw <id...>',
      description: { en: 'only those of these draws', zh: '只重发这些抽奖编号的' },
    },
    jsonOption,
  ],
  async run({ deliveries, clock }, { stdout, stderr, language }, args, { endpoint, draw, json = false }) {
    const [activityId = null] = args as [string | undefined];
    const messages = deliveriesMessages[language];
    if (activityId !== null && !activityIdPattern.test(activityId)) {
      stderr.write(`cms-market: ${commandMessages[language].noActivityId(plain(activityId))}\n`);
      return exitCodes.usage;
    }
    const filter = { activityId, endpoint: endpoint ?? null, drawIds: draw ?? null };
    const opened = await deliveries('own');
    if (opened === null) {
      stderr.write(`cms-market: ${messages.noStore}\n`);
      return exitCodes.failed;
    }
    const retried = await opened.desk.retry(filter, clock.now());
    if (json) stdout.write(`${JSON.stringify({ retried }, null, 2)}\n`);
    else stdout.write(`${retried > 0 ? messages.retried(retried) : messages.noneFailed}\n`);
    return exitCodes.ok;
  },
};
