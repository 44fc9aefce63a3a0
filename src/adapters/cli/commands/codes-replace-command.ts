import {
  type CodeLine,
  codeLines,
  MOST_CODE_LINE_BYTES,
} from '../../../application/deliveries/code-lines.ts';
import type { FileLine } from '../../../application/shared/lines-of.ts';
import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { Command, CommandParts, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { codesMessages } from '../i18n/codes-messages.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { openLineFile } from '../input/line-file.ts';
import { activityArgument } from '../options.ts';
import { placeText, sentenceOf } from '../render/render-codes.ts';
import { plain } from '../render/text-layout.ts';
import { prizeArgument } from './code-prize.ts';

export const codesReplaceCommand: Command = {
  name: 'replace',
  summary: {
    en: 'put another code in the place of a broken one; its winner sees the new one',
    zh: '更换失效的兑换码，中奖者会看到新的',
  },
  settings: 'all',
  arguments: [
    activityArgument,
    prizeArgument,
    {
      syntax: '<unit>',
      description: { en: 'the number of the code: the unit of the win', zh: '兑换码的序号，即中奖的 unit' },
    },
    {
      syntax: '[file]',
      description: {
        en: 'a file with the new code; left out or "-": from stdin, so that it is in no history of a shell',
        zh: '含新兑换码的文件；省略或“-”则从标准输入读取，以免留在命令历史中',
      },
    },
  ],
  options: [],
  async run(parts, io, args) {
    const [activityId, prizeId, unitText, path = '-'] = args as [string, string, string, string | undefined];
    const messages = codesMessages[io.language];
    const refuse = (reason: string, exitCode: ExitCode = exitCodes.usage) => {
      io.stderr.write(`cms-market: ${reason}\n`);
      return exitCode;
    };
    if (!activityIdPattern.test(activityId)) {
      return refuse(commandMessages[io.language].noActivityId(plain(activityId)));
    }
    const unit = /^[1-9]\d{0,14}$/.test(unitText) ? Number(unitText) : null;
    if (unit === null) return refuse(messages.badUnit(plain(unitText)));
    const read = await readNewCode(path, parts, io);
    if (read.kind === 'refused') return refuse(read.reason);
    const { store } = await parts.codes();
    if (!store) return refuse(messages.noKey, exitCodes.failed);
    const place = { activityId, prizeId };
    const result = await store.replace(place, unit, read.code);
    const text = plain(placeText(place));
    switch (result.kind) {
      case 'replaced':
        io.stdout.write(`${messages.replaced(text, unit)}\n`);
        return exitCodes.ok;
      case 'no_such_unit':
        return refuse(messages.noSuchUnit(text, unit), exitCodes.failed);
      case 'code_known':
        return refuse(messages.codeKnown(text), exitCodes.failed);
    }
  },
};

type NewCode =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'refused'; readonly reason: string };

async function readNewCode(path: string, parts: CommandParts, io: Io): Promise<NewCode> {
  const messages = codesMessages[io.language];
  if (path === '-') {
    io.stderr.write(`${messages.asksForCode}\n`);
    return onlyCode(oneLine(await parts.readLine(MOST_CODE_LINE_BYTES)), io);
  }
  try {
    const file = await openLineFile(path, MOST_CODE_LINE_BYTES);
    return await onlyCode(file.lines(), io).finally(file.close);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { kind: 'refused', reason: messages.unreadable(path, code ?? message) };
  }
}

async function onlyCode(lines: AsyncIterable<FileLine>, { language }: Io): Promise<NewCode> {
  const found: CodeLine[] = [];
  for await (const line of codeLines(lines)) {
    found.push(line);
    if (found.length > 1) break;
  }
  const [only] = found;
  const reason = (text: string): NewCode => ({
    kind: 'refused',
    reason: codesMessages[language].badCode(text),
  });
  if (only?.kind === 'problem') return reason(sentenceOf(only.problem, language));
  if (!only || found.length > 1) return reason(codesMessages[language].needsOneCode);
  return { kind: 'code', code: only.code };
}

async function* oneLine(bytes: Buffer): AsyncIterable<FileLine> {
  yield { no: 1, bytes };
}
