import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { deliveriesDoneCommand } from './deliveries-done-command.ts';

export const deliveriesCommand: Command = {
  name: 'deliveries',
  summary: { en: 'how far prizes are on their way to the winners', zh: '奖品发放情况' },
  settings: 'all',
  arguments: [],
  options: [],
  commands: [deliveriesDoneCommand],
  run: async () => exitCodes.usage,
};
