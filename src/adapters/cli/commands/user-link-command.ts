import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { userMessages } from '../i18n/user-messages.ts';
import { jsonOption } from '../options.ts';
import { plain } from '../render/text-layout.ts';
import { accountNamed, nameArgument, refuse } from './user-options.ts';
import { writeLink } from './write-link.ts';

export const userLinkCommand: Command<{ readonly json?: boolean }> = {
  name: 'link',
  summary: {
    en: 'print a new link by which the person chooses a password; the one before ends',
    zh: '输出新的密码设置链接，原链接随即失效',
  },
  settings: 'all',
  arguments: [nameArgument],
  options: [jsonOption],
  async run(parts, io, args, { json = false }) {
    const [name] = args as [string];
    const messages = userMessages[io.language];
    const tasks = await parts.operators('own');
    const account = await accountNamed(name, tasks, io);
    if (!account) return exitCodes.failed;
    const { id, name: known } = account;
    const result = await tasks.change(
      'console user link',
      () => tasks.accounts.link(id),
      ({ kind }) =>
        kind === 'made'
          ? { action: 'operator_link', target: id, before: null, after: { name: known } }
          : null,
    );
    switch (result.kind) {
      case 'missing':
        return refuse(messages.missing(plain(name)), io);
      case 'disabled':
        return refuse(messages.disabled(plain(name)), io);
      case 'not_local':
        return refuse(messages.notLocal(plain(name)), io);
      case 'made': {
        writeLink(result.operator, result.link, tasks, parts.clock.now(), io, json);
        return exitCodes.ok;
      }
    }
  },
};
