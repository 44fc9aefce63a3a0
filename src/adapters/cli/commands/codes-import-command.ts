import { type CodeCheck, checkCodes, codesOf } from '../../../application/deliveries/code-file.ts';
import type { CodeImport } from '../../../application/deliveries/code-import.ts';
import { MOST_CODE_LINE_BYTES } from '../../../application/deliveries/code-lines.ts';
import type { CodePlace } from '../../../domain/deliveries/code-store.ts';
import type { Command, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { codesMessages } from '../i18n/codes-messages.ts';
import { type LineFile, openLineFile } from '../input/line-file.ts';
import { activityArgument, jsonOption } from '../options.ts';
import { reasonOf } from '../reason-of.ts';
import { progressLine } from '../render/progress.ts';
import { type ImportReport, importReportAsJson, renderImportReport } from '../render/render-codes.ts';
import { activityWithPrize, prizeArgument } from './code-prize.ts';

interface ImportOptions {
  readonly json?: boolean;
}

export const codesImportCommand: Command<ImportOptions> = {
  name: 'import',
  summary: {
    en: 'load the redeem codes of a prize; the same file again loads nothing twice',
    zh: '导入奖品的兑换码，重复运行不会重复导入',
  },
  settings: 'all',
  arguments: [
    activityArgument,
    prizeArgument,
    {
      syntax: '<file>',
      description: {
        en: 'a code a line, or CSV with a column "code"',
        zh: '每行一个兑换码，或含“code”列的 CSV 文件',
      },
    },
  ],
  options: [jsonOption],
  async run(parts, io, args, { json = false }) {
    const [activityId, prizeId, path] = args as [string, string, string];
    const messages = codesMessages[io.language];
    const activity = await activityWithPrize(activityId, prizeId, parts, io);
    if (!activity) return exitCodes.usage;
    let file: LineFile;
    try {
      file = await openLineFile(path, MOST_CODE_LINE_BYTES);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      io.stderr.write(`cms-market: ${messages.unreadable(path, code ?? message)}\n`);
      return exitCodes.usage;
    }
    try {
      const place = { activityId, prizeId };
      // The whole file first: nothing is loaded if one line is wrong.
      const check = await checkCodes(file);
      if (check.problemCount > 0) return print({ ...NOTHING, place, ...check }, io, json);
      const { codeImport, ledger } = await parts.codes();
      if (!codeImport) {
        io.stderr.write(`cms-market: ${messages.noKey}\n`);
        return exitCodes.failed;
      }
      const { counts } = await ledger.awarded(activityId);
      if (check.codes === 0) io.stderr.write(`cms-market: ${messages.noCodes(path)}\n`);
      if (activity.details.rules.prizes[prizeId]?.delivery.by !== 'code') {
        io.stderr.write(`cms-market: ${messages.notByCode(prizeId)}\n`);
      }
      const checked = { file, path, check, place, awarded: counts[prizeId] ?? 0 };
      return await importAll(codeImport, checked, io, json);
    } finally {
      await file.close();
    }
  },
};

interface CheckedFile {
  readonly file: LineFile;
  readonly path: string;
  readonly check: CodeCheck;
  readonly place: CodePlace;
  /** How many of the prize were awarded before. */
  readonly awarded: number;
}

async function importAll(
  codeImport: CodeImport,
  { file, path, check, place, awarded }: CheckedFile,
  io: Io,
  json: boolean,
): Promise<ExitCode> {
  const messages = codesMessages[io.language];
  const progress = progressLine(`codes import ${place.activityId} ${place.prizeId}`, io.stderr, io.language);
  let done = 0;
  try {
    const result = await codeImport.run(place, codesOf(file, messages.changed(path)), (now) => {
      done = now;
      progress.report(now, check.codes);
    });
    progress.end();
    const before = result.size - result.added;
    const exitCode = print({ ...NOTHING, ...result, place }, io, json);
    if (awarded > before) io.stderr.write(`cms-market: ${messages.usedUp(awarded)}\n`);
    if (result.announced) return exitCode;
    io.stderr.write(`cms-market: ${messages.notAnnounced((result.error as Error).message)}\n`);
    return exitCodes.failed;
  } catch (error) {
    progress.end();
    io.stderr.write(`cms-market: ${messages.interrupted(done, reasonOf(error as Error))}\n`);
    return exitCodes.failed;
  }
}

const NOTHING = { added: 0, known: 0, size: null, announced: null, problems: [], problemCount: 0 };

function print(report: ImportReport, { stdout, language }: Io, json: boolean): ExitCode {
  stdout.write(
    json
      ? `${JSON.stringify(importReportAsJson(report, language), null, 2)}\n`
      : renderImportReport(report, language),
  );
  return report.problemCount === 0 ? exitCodes.ok : exitCodes.failed;
}
