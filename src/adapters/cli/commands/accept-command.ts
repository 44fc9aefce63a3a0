import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { LedgerLoss } from '../../../domain/draws/ledger-recovery.ts';
import type { Command, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { acceptMessages } from '../i18n/accept-messages.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { activityArgument, jsonOption } from '../options.ts';

interface AcceptOptions {
  readonly yes?: boolean;
  readonly json?: boolean;
}

export const acceptCommand: Command<AcceptOptions> = {
  name: 'accept',
  summary: {
    en: 'accept that the store has lost a part of the record of draws, so that draws go on',
    zh: '接受存储丢失了部分抽奖记录，恢复抽奖',
  },
  settings: 'all',
  arguments: [activityArgument],
  options: [
    {
      flags: '--yes',
      description: {
        en: 'do it; without this, only show what is lost',
        zh: '确认执行；省略则只显示丢失了什么',
      },
    },
    jsonOption,
  ],
  async run(parts, io, args, { yes = false, json = false }) {
    const [activityId] = args as [string];
    const messages = acceptMessages[io.language];
    if (!activityIdPattern.test(activityId)) {
      io.stderr.write(`cms-market: ${commandMessages[io.language].noActivityId(activityId)}\n`);
      return exitCodes.usage;
    }
    const recovery = await parts.recovery();
    if (!recovery) {
      io.stderr.write(`cms-market: ${messages.sqlite}\n`);
      if (json) print(activityId, null, false, io);
      return exitCodes.ok;
    }
    const losses = await recovery.lost(activityId);
    if (losses && !json) io.stdout.write(`${messages.lost(activityId, losses).join('\n')}\n`);
    const accepted = losses && yes ? await recovery.accept(activityId, parts.clock.now()) : null;
    if (json) print(activityId, accepted ?? losses, accepted !== null, io);
    else if (accepted) io.stdout.write(`${messages.accepted(activityId)}\n`);
    // Another operator may have accepted it in between.
    else if (!losses || yes) io.stdout.write(`${messages.nothing(activityId)}\n`);
    if (!losses || yes) return exitCodes.ok;
    io.stderr.write(`cms-market: ${messages.needsYes}\n`);
    return exitCodes.failed;
  },
};

function print(
  activityId: string,
  losses: readonly LedgerLoss[] | null,
  accepted: boolean,
  { stdout }: Io,
): void {
  stdout.write(`${JSON.stringify({ activityId, losses, accepted }, null, 2)}\n`);
}
