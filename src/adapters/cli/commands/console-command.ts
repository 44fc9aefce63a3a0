import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { userMessages } from '../i18n/user-messages.ts';
import { consoleUserCommand } from './console-user-command.ts';

export const consoleCommand: Command = {
  name: 'console',
  summary: { en: 'the console: its accounts', zh: '控制台：账号管理' },
  settings: 'all',
  arguments: [],
  options: [],
  commands: [consoleUserCommand],
  async run(_parts, io) {
    io.stderr.write(`cms-market: ${userMessages[io.language].needsCommand}\n`);
    return exitCodes.usage;
  },
};
