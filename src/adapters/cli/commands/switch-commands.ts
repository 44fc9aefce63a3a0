import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { publishMessages } from '../i18n/publish-messages.ts';
import { activityArgument, jsonOption } from '../options.ts';
import { printReport } from '../render/release-report.ts';
import { reportUnchanged } from './confirm-change.ts';
import { refuse } from './refuse-change.ts';
import { asOption, type ChangeOptions, noteOption } from './release-options.ts';
import { openKnown } from './release-run.ts';

type Switch = 'pause' | 'resume';

function switchCommand(name: Switch, summary: Command['summary']): Command<ChangeOptions> {
  return {
    name,
    summary,
    settings: 'authoring',
    arguments: [activityArgument],
    options: [noteOption, asOption, jsonOption],
    // Nothing is asked: an activity that goes wrong must stop at once.
    async run(parts, io, args, options) {
      const [activityId] = args as [string];
      const opened = await openKnown(parts, io, activityId, 'own', options);
      if (opened.kind === 'refused') return opened.exitCode;
      const { run } = opened;
      const messages = publishMessages[io.language];
      const result = await run.tasks.desk[name](run.signed);
      if (result.kind === 'refused') return refuse(run, result);
      if (result.kind === 'unchanged') {
        const already = name === 'pause' ? messages.pausedAlready : messages.runningAlready;
        return reportUnchanged(run, already(activityId));
      }
      const { serving, at, inForceAt } = result;
      const message =
        name === 'pause' ? messages.pausing(activityId) : messages.resumed(activityId, serving.no);
      if (run.json) printReport(io, { activityId, outcome: 'done', message, at, inForceAt, serving });
      else io.stdout.write(`${message}\n`);
      return exitCodes.ok;
    },
  };
}

export const pauseCommand = switchCommand('pause', {
  en: 'stop an activity for everyone within 1 s, without asking',
  zh: '立即暂停活动（1 秒内对所有人生效，不再询问）',
});

export const resumeCommand = switchCommand('resume', {
  en: 'let a paused activity go on',
  zh: '恢复已暂停的活动',
});
