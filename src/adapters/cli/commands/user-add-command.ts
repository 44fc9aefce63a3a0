import type { Operator } from '../../../domain/operators/operator.ts';
import { ROLES, type Role } from '../../../domain/operators/roles.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { userMessages } from '../i18n/user-messages.ts';
import type { CommandAction } from '../operator-parts.ts';
import { jsonOption } from '../options.ts';
import { plain } from '../render/text-layout.ts';
import { nameArgument, refuse } from './user-options.ts';
import { writeLink } from './write-link.ts';

function entryOf({ id, name, role, state }: Operator): CommandAction {
  return { action: 'operator_added', target: id, before: null, after: { name, role, state } };
}

export const userAddCommand: Command<{ readonly role: Role; readonly json?: boolean }> = {
  name: 'add',
  summary: {
    en: 'make an account, and print the link by which its owner chooses a password, once',
    zh: '添加账号，并输出供本人设置密码的链接（只显示这一次）',
  },
  settings: 'all',
  arguments: [nameArgument],
  options: [
    {
      flags: '--role <role>',
      description: { en: 'what the person may do', zh: '角色' },
      choices: ROLES,
      isNeeded: true,
    },
    jsonOption,
  ],
  async run(parts, io, args, { role, json = false }) {
    const [name] = args as [string];
    const messages = userMessages[io.language];
    const tasks = await parts.operators('own');
    const result = await tasks.change(
      'console user add',
      () => tasks.accounts.add(name, role),
      (added) => (added.kind === 'added' ? entryOf(added.operator) : null),
    );
    if (result.kind === 'invalid_name') return refuse(messages.invalidName, io, exitCodes.usage);
    if (result.kind === 'name_taken') return refuse(messages.nameTaken(plain(name)), io);
    const { operator, link } = result;
    writeLink(operator, link, tasks, parts.clock.now(), io, json);
    return exitCodes.ok;
  },
};
