import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { userMessages } from '../i18n/user-messages.ts';
import { userAddCommand } from './user-add-command.ts';
import { userDisableCommand, userEnableCommand, userRoleCommand } from './user-change-commands.ts';
import { userLinkCommand } from './user-link-command.ts';
import { userListCommand } from './user-list-command.ts';

export const consoleUserCommand: Command = {
  name: 'user',
  summary: {
    en: 'accounts of the console: add, list, links to choose a password, roles',
    zh: '控制台账号：添加、查看、密码设置链接、角色',
  },
  settings: 'all',
  arguments: [],
  options: [],
  commands: [
    userAddCommand,
    userListCommand,
    userLinkCommand,
    userRoleCommand,
    userDisableCommand,
    userEnableCommand,
  ],
  async run(_parts, io) {
    io.stderr.write(`cms-market: ${userMessages[io.language].needsCommand}\n`);
    return exitCodes.usage;
  },
};
