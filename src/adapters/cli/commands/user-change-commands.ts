import type { Operator } from '../../../domain/operators/operator.ts';
import type { OperatorChange } from '../../../domain/operators/operator-store.ts';
import { ROLES } from '../../../domain/operators/roles.ts';
import type { Command, CommandParts, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { userMessages } from '../i18n/user-messages.ts';
import type { CommandAction } from '../operator-parts.ts';
import { jsonOption } from '../options.ts';
import { plain } from '../render/text-layout.ts';
import { accountNamed, nameArgument, refuse } from './user-options.ts';

type Options = { readonly json?: boolean };

export const userRoleCommand: Command<Options> = {
  name: 'role',
  summary: { en: 'give a person another role', zh: '更改角色' },
  settings: 'all',
  arguments: [
    nameArgument,
    { syntax: '<role>', description: { en: ROLES.join(', '), zh: ROLES.join('、') } },
  ],
  options: [jsonOption],
  async run(parts, io, args, { json = false }) {
    const [name, wanted] = args as [string, string];
    const role = ROLES.find((each) => each === wanted);
    if (role) return change(name, { role }, parts, io, json);
    return refuse(userMessages[io.language].unknownRole(plain(wanted), ROLES), io, exitCodes.usage);
  },
};

export const userDisableCommand: Command<Options> = {
  name: 'disable',
  summary: {
    en: 'end all sessions of a person, and let nobody sign in as them',
    zh: '停用账号，并使其登录全部失效',
  },
  settings: 'all',
  arguments: [nameArgument],
  options: [jsonOption],
  run: (parts, io, args, { json = false }) => change(args[0] as string, { disabled: true }, parts, io, json),
};

export const userEnableCommand: Command<Options> = {
  name: 'enable',
  summary: { en: 'let a person sign in again', zh: '重新启用账号' },
  settings: 'all',
  arguments: [nameArgument],
  options: [jsonOption],
  run: (parts, io, args, { json = false }) => change(args[0] as string, { disabled: false }, parts, io, json),
};

async function change(
  name: string,
  wanted: OperatorChange,
  parts: CommandParts,
  io: Io,
  json: boolean,
): Promise<ExitCode> {
  const messages = userMessages[io.language];
  const tasks = await parts.operators('own');
  const account = await accountNamed(name, tasks, io);
  if (!account) return exitCodes.failed;
  const result = await tasks.change(
    wanted.role === undefined
      ? `console user ${wanted.disabled ? 'disable' : 'enable'}`
      : 'console user role',
    () => tasks.accounts.change(account.id, wanted, null),
    (changed) => (changed.kind === 'changed' ? entryOf(account.id, changed) : null),
  );
  switch (result.kind) {
    case 'missing':
      return refuse(messages.missing(plain(name)), io);
    case 'last_admin':
      return refuse(messages.lastAdmin, io);
    case 'not_local':
    case 'own_account':
      return refuse(messages.notLocal(plain(name)), io);
    case 'changed': {
      const { after } = result;
      if (json) io.stdout.write(`${JSON.stringify(shown(after), null, 2)}\n`);
      else io.stdout.write(`${messages.changed(plain(after.name), after.role, after.state)}\n`);
      return exitCodes.ok;
    }
  }
}

function entryOf(id: string, { before, after }: Record<'before' | 'after', Operator>): CommandAction {
  return { action: 'operator_changed', target: id, before: shown(before), after: shown(after) };
}

function shown({ name, role, state }: Operator) {
  return { name, role, state };
}
