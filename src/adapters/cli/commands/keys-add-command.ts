import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { keysMessages } from '../i18n/keys-messages.ts';

export const keysAddCommand: Command = {
  name: 'add',
  summary: {
    en: 'add a key that does not seal yet, so that all machines can have it before it does',
    zh: '添加一把尚未启用的密钥，以便先分发到所有机器',
  },
  settings: 'all',
  arguments: [],
  options: [],
  async run(parts, io) {
    const keys = await parts.keyTasks();
    const messages = keysMessages[io.language];
    if (!keys) {
      io.stderr.write(`cms-market: ${messages.noFile}\n`);
      return exitCodes.failed;
    }
    io.stderr.write(`${messages.addedKey(keys.add())}\n`);
    return exitCodes.ok;
  },
};
