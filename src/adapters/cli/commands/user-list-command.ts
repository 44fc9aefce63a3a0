import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { userMessages } from '../i18n/user-messages.ts';
import { jsonOption } from '../options.ts';
import { renderUsers, userAsJson } from '../render/render-users.ts';

export const userListCommand: Command<{ readonly json?: boolean }> = {
  name: 'list',
  summary: { en: 'all accounts of the console', zh: '查看全部控制台账号' },
  settings: 'all',
  arguments: [],
  options: [jsonOption],
  async run(parts, io, _args, { json = false }) {
    const { accounts } = await parts.operators('read');
    const all = await accounts.list();
    if (json) io.stdout.write(`${JSON.stringify(all.map(userAsJson), null, 2)}\n`);
    else if (all.length === 0) io.stdout.write(`${userMessages[io.language].none}\n`);
    else io.stdout.write(renderUsers(all, io));
    return exitCodes.ok;
  },
};
