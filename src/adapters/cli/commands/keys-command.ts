import type { Command } from '../command.ts';
import { jsonOption } from '../options.ts';
import { keysAddCommand } from './keys-add-command.ts';
import { keysDropCommand } from './keys-drop-command.ts';
import { keysNewCommand } from './keys-new-command.ts';
import { keysRotateCommand } from './keys-rotate-command.ts';
import { keysStatusCommand } from './keys-status-command.ts';

export const keysCommand: Command<{ readonly json?: boolean }> = {
  name: 'keys',
  summary: { en: 'the keys that seal codes and forms', zh: '加密兑换码和表单的密钥' },
  settings: 'all',
  arguments: [],
  options: [jsonOption],
  commands: [keysStatusCommand, keysNewCommand, keysAddCommand, keysRotateCommand, keysDropCommand],
  run: (parts, io, args, options) => keysStatusCommand.run(parts, io, args, options),
};
