import { type CheckReport, checkAll } from '../../../application/authoring/check/check-all.ts';
import type { Command, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { folderMessages } from '../i18n/folder-messages.ts';
import { jsonOption } from '../options.ts';
import { countErrors, countLine, renderFindings, withSentences } from '../render/render-findings.ts';
import { renderSummary } from '../render/render-summary.ts';
import { plain, wrap } from '../render/text-layout.ts';

const WIDTH = 80;

export const checkCommand: Command<{ readonly json?: boolean }> = {
  name: 'check',
  summary: {
    en: 'report what is wrong with the files of the activities, and what would be right',
    zh: '检查活动文件：哪里有误，应如何修改',
  },
  settings: 'authoring',
  arguments: [
    {
      syntax: '[activity...]',
      description: { en: 'their ids; all, if left out', zh: '活动编号；省略则检查全部' },
    },
  ],
  options: [jsonOption],
  async run(parts, io, [named], { json = false }) {
    const { configs, media } = await parts.activities();
    const report = await checkAll(
      configs,
      parts.kinds,
      media,
      named as string[],
      parts.clock.now(),
      parts.needs,
    );
    const isEmpty = report.findings.length === 0 && report.summaries.length === 0;
    const messages = folderMessages[io.language];
    if (isEmpty) io.stderr.write(`cms-market: ${messages.empty(parts.activitiesFolder)}\n`);
    io.stdout.write(
      json ? asJson(report, parts.activitiesFolder, io) : asText(report, parts.activitiesFolder, io),
    );
    return !isEmpty && countErrors(report.findings) === 0 ? exitCodes.ok : exitCodes.failed;
  },
};

function asJson({ findings, summaries }: CheckReport, folder: string, { language }: Io): string {
  return `${JSON.stringify({ folder, findings: withSentences(findings, language), summaries }, null, 2)}\n`;
}

function asText({ findings, summaries }: CheckReport, folder: string, { language, colors }: Io): string {
  const isEmpty = findings.length === 0 && summaries.length === 0;
  const lines = [
    ...renderFindings(findings, language, colors),
    ...summaries.flatMap((summary) => [...renderSummary(summary, language, colors), '']),
    ...(isEmpty ? [] : wrap(folderMessages[language].looked(plain(folder)), WIDTH)),
    countLine(findings, language),
  ];
  return `${lines.join('\n')}\n`;
}
