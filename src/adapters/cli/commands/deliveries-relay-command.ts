import type { Acceptance, RelayedLog } from '../../../application/deliveries/relay-recovery.ts';
import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';
import { relayMessages } from '../i18n/relay-messages.ts';
import { activityArgument, jsonOption } from '../options.ts';

interface RelayOptions {
  readonly accept?: boolean;
  readonly json?: boolean;
}

export const deliveriesRelayCommand: Command<RelayOptions> = {
  name: 'relay',
  summary: {
    en: 'show how far the draws of an activity are archived, and let one that was halted go on',
    zh: '查看活动抽奖记录的归档进度，并恢复已停止的归档',
  },
  settings: 'all',
  arguments: [activityArgument],
  options: [
    {
      flags: '--accept',
      description: {
        en: 'go on from where the ledger and the archive agree; what the archive has beyond is kept, set aside',
        zh: '从账本与归档一致之处继续；归档中多出的记录另行保留',
      },
    },
    jsonOption,
  ],
  async run(parts, io, args, { accept = false, json = false }) {
    const [activityId] = args as [string];
    const messages = relayMessages[io.language];
    const say = (text: string) => io.stderr.write(`cms-market: ${text}\n`);
    if (!activityIdPattern.test(activityId)) {
      say(commandMessages[io.language].noActivityId(activityId));
      return exitCodes.usage;
    }
    const relay = await parts.relay();
    const acceptance = accept ? await relay.accept(activityId) : null;
    const logs = await relay.state(activityId);
    if (json) io.stdout.write(asJson(activityId, logs, acceptance));
    else io.stdout.write(`${messages.state(activityId, logs).join('\n')}\n`);
    if (acceptance) say(messages.acceptance(activityId, acceptance));
    const isHalted = logs.some(({ halted }) => halted);
    if (isHalted && !accept) say(messages.needsAccept);
    return isHalted ? exitCodes.failed : exitCodes.ok;
  },
};

function asJson(activityId: string, logs: readonly RelayedLog[], acceptance: Acceptance | null): string {
  const shown = logs.map(({ log, archived, latest, halted }) => ({
    log,
    archived,
    latest,
    halted: halted && { at: new Date(halted.at).toISOString(), reason: halted.reason },
  }));
  const accepted = acceptance?.kind === 'accepted' ? acceptance.logs : null;
  return `${JSON.stringify({ activityId, logs: shown, accepted }, null, 2)}\n`;
}
