import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: { en: 'serve the activities (default)', zh: '启动服务（默认）' },
  settings: 'all',
  arguments: [],
  options: [],
  async run(parts, io) {
    await parts.serve(io);
    return exitCodes.ok;
  },
};
