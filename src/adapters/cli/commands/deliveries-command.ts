import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { deliveriesRelayCommand } from './deliveries-relay-command.ts';

export const deliveriesCommand: Command = {
  name: 'deliveries',
  summary: { en: 'what becomes of wins', zh: '奖品发放' },
  settings: 'all',
  arguments: [],
  options: [],
  commands: [deliveriesRelayCommand],
  run: async () => exitCodes.usage,
};
