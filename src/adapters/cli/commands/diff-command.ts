import { checkActivity } from '../../../application/authoring/check/check-activity.ts';
import { checkAll } from '../../../application/authoring/check/check-all.ts';
import { type Finding, findingsOf } from '../../../application/authoring/check/finding.ts';
import type { ActivityDiff } from '../../../application/authoring/diff/diff-activities.ts';
import type { Command, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { diffMessages } from '../i18n/diff-messages.ts';
import { activityArgument, jsonOption } from '../options.ts';
import { renderDiff, warningCount } from '../render/render-diff.ts';
import { countErrors, countLine, renderFindings, withSentences } from '../render/render-findings.ts';
import { compareActivities } from './compare-activities.ts';
import { kindOf } from './kind-of.ts';

interface Report {
  /** `null` where one of the two files has errors. */
  readonly diff: ActivityDiff | null;
  /** Of the new file, or of the live one where that has errors. */
  readonly findings: readonly Finding[];
}

export const diffCommand: Command<{ readonly json?: boolean }> = {
  name: 'diff',
  summary: {
    en: 'show what a new file would change for visitors, in the draws and in the cost',
    zh: '比较新旧文件：访客所见、抽奖规则和成本会有哪些变化',
  },
  settings: 'authoring',
  arguments: [
    activityArgument,
    {
      syntax: '<file>',
      description: {
        en: 'the data.json that may take the place of the one that is there',
        zh: '准备替换现有文件的 data.json',
      },
    },
  ],
  options: [jsonOption],
  async run(parts, io, args, { json = false }) {
    const [activityId, path] = args as [string, string];
    const messages = diffMessages[io.language];
    const { configs, media } = await parts.activities();
    const now = parts.clock.now();
    const live = configs.find(activityId);
    const isThere = live ?? configs.invalid().some((each) => each.activityId === activityId);
    const proposed = isThere ? await parts.readProposed(path, activityId) : undefined;
    if (!isThere || !proposed) {
      const folder = parts.activitiesFolder;
      io.stderr.write(`${isThere ? messages.noFile(path) : messages.noActivity(activityId, folder)}\n`);
      return exitCodes.usage;
    }
    if (!proposed.ok) {
      const findings = findingsOf(proposed.problems, activityId, path);
      return print({ diff: null, findings }, io, json, messages.refused);
    }
    if (!live) {
      const { findings } = await checkAll(configs, parts.kinds, media, [activityId], now, parts.needs);
      return print({ diff: null, findings }, io, json, messages.liveRefused);
    }
    const diff = await compareActivities(live, proposed.activity, parts, io);
    const kind = kindOf(parts, proposed.activity);
    const findings = await checkActivity(proposed.activity, kind, media, now, parts.needs);
    return print({ diff, findings: findings.map((finding) => ({ ...finding, file: path })) }, io, json);
  },
};

function print({ diff, findings }: Report, io: Io, json: boolean, message?: string): ExitCode {
  const { language, colors, stdout, stderr } = io;
  const warned = diff ? warningCount(diff) : 0;
  const lines = [
    ...renderFindings(findings, language, colors),
    ...(diff ? renderDiff(diff, language, colors) : []),
    countLine(findings, language, warned),
  ];
  const report = { findings: withSentences(findings, language), ...diff };
  stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${lines.join('\n')}\n`);
  if (message) stderr.write(`${message}\n`);
  const isSound = diff !== null && countErrors(findings) === 0 && warned === 0;
  return isSound ? exitCodes.ok : exitCodes.failed;
}
