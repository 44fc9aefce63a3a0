import type { Command } from '../command.ts';
import { counterPinCommand } from './counter-pin-command.ts';
import { counterStatusCommand } from './counter-status-command.ts';

/** Without a command below it, the same as `counter status`. */
export const counterCommand: Command = {
  name: 'counter',
  summary: {
    en: 'the hand-over of prizes at a counter: its PIN, and how far it is',
    zh: '到店核销：员工密码与核销进度',
  },
  settings: 'all',
  arguments: [],
  options: [],
  commands: [counterPinCommand, counterStatusCommand],
  run: (parts, io) => counterStatusCommand.run(parts, io, [], {}),
};
