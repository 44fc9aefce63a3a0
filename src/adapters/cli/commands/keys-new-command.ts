import { resolve } from 'node:path';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { keysMessages } from '../i18n/keys-messages.ts';

export const keysNewCommand: Command = {
  name: 'new',
  summary: {
    en: 'make a file with a data key, for DATA_KEY_FILE',
    zh: '生成数据密钥文件，供 DATA_KEY_FILE 使用',
  },
  settings: 'none',
  arguments: [{ syntax: '<file>', description: { en: 'where', zh: '文件路径' } }],
  options: [],
  async run(parts, io, args) {
    const path = resolve(String(args[0]));
    const messages = keysMessages[io.language];
    try {
      await parts.makeDataKeyFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      io.stderr.write(`cms-market: ${messages.exists(path)}\n`);
      return exitCodes.failed;
    }
    io.stderr.write(`${messages.made(path)}\n`);
    return exitCodes.ok;
  },
};
