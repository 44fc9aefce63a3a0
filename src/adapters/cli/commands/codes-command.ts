import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { codesMessages } from '../i18n/codes-messages.ts';
import { codesImportCommand } from './codes-import-command.ts';
import { codesReplaceCommand } from './codes-replace-command.ts';
import { codesStatusCommand } from './codes-status-command.ts';

export const codesCommand: Command = {
  name: 'codes',
  summary: { en: 'redeem codes: load, count, replace', zh: '兑换码：导入、统计、更换' },
  settings: 'all',
  arguments: [],
  options: [],
  commands: [codesImportCommand, codesStatusCommand, codesReplaceCommand],
  async run(_parts, io) {
    io.stderr.write(`cms-market: ${codesMessages[io.language].needsCommand}\n`);
    return exitCodes.usage;
  },
};
