import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { PersonalTraces } from '../../../domain/deliveries/personal-data.ts';
import { isUid } from '../../../domain/visitors/user.ts';
import type { Command } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { forgetMessages } from '../i18n/forget-messages.ts';
import { jsonOption } from '../options.ts';
import { plain } from '../render/text-layout.ts';

interface ForgetOptions {
  readonly uid: string;
  readonly activity?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const NOTHING: PersonalTraces = { forms: 0, codes: 0, wins: 0, sentTo: {}, handedOn: 0 };

export const forgetCommand: Command<ForgetOptions> = {
  name: 'forget',
  summary: {
    en: 'erase what a user has filled in, and which codes the user was given',
    zh: '删除用户填写的信息及其兑换码关联',
  },
  settings: 'all',
  arguments: [],
  options: [
    { flags: '--uid <uid>', description: { en: 'the user’s id', zh: '用户编号' }, isNeeded: true },
    {
      flags: '--activity <activity>',
      description: { en: 'only in this activity', zh: '仅限此活动' },
    },
    {
      flags: '--yes',
      description: {
        en: 'do it; without this, only show what would be erased',
        zh: '确认执行；省略则只显示将删除什么',
      },
    },
    jsonOption,
  ],
  async run(parts, io, _args, { uid, activity, yes = false, json = false }) {
    const messages = forgetMessages[io.language];
    const refuse = (reason: string): ExitCode => {
      io.stderr.write(`cms-market: ${reason}\n`);
      return exitCodes.usage;
    };
    const shown = plain(uid);
    if (!isUid(uid)) return refuse(messages.badUid(shown));
    if (activity !== undefined && !activityIdPattern.test(activity)) {
      return refuse(commandMessages[io.language].noActivityId(plain(activity)));
    }
    const personalData = (await parts.deliveryTasks('own'))?.personalData;
    const found = (await personalData?.find(uid, activity ?? null)) ?? NOTHING;
    const isEmpty = found.forms === 0 && found.codes === 0;
    // Also where nothing is found: a form may come in between.
    const erased =
      yes && personalData ? await personalData.erase(uid, activity ?? null, parts.clock.now()) : null;
    const traces = erased ?? found;
    if (json) {
      const report = { uid, activityId: activity ?? null, ...traces, erased: yes };
      io.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    } else {
      const isNothing = traces.forms === 0 && traces.codes === 0;
      const lines = [
        ...(isNothing ? [messages.nothing(shown)] : messages[yes ? 'erased' : 'found'](shown, traces)),
        ...messages.elsewhere(traces),
      ];
      io.stdout.write(`${lines.map(plain).join('\n')}\n`);
    }
    if (erased && !erased.isOverwritten) io.stderr.write(`cms-market: ${messages.remnants}\n`);
    if (yes || isEmpty) return exitCodes.ok;
    io.stderr.write(`cms-market: ${messages.needsYes}\n`);
    return exitCodes.failed;
  },
};
