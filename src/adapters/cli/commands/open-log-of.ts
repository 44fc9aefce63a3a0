import { activityIdPattern } from '../../../domain/activities/activity.ts';
import type { DrawLog } from '../../../domain/draws/draw-log.ts';
import type { CommandParts, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { commandMessages } from '../i18n/command-messages.ts';

type Opened =
  | { readonly kind: 'opened'; readonly drawLog: DrawLog }
  /** The reason is on stderr. */
  | { readonly kind: 'refused'; readonly exitCode: ExitCode };

/**
 * The log of one activity. An activity without a folder is known by its draws, one without draws by its folder.
 * @throws Error if the store of draws cannot be reached
 */
export async function openLogOf(activityId: string, parts: CommandParts, io: Io): Promise<Opened> {
  const messages = commandMessages[io.language];
  const say = (text: string) => io.stderr.write(`cms-market: ${text}\n`);
  if (!activityIdPattern.test(activityId)) {
    say(messages.noActivityId(activityId));
    return { kind: 'refused', exitCode: exitCodes.usage };
  }
  const { drawLog } = await parts.ledgerIfAny();
  const { logs, seeds } = await drawLog.book(activityId);
  if (logs.some(({ seq }) => seq > 0)) return { kind: 'opened', drawLog };
  const store = messages.drawStore(parts.drawStore);
  if (seeds.length > 0 || (await parts.hasActivityFolder(activityId))) {
    say(messages.noDraws(activityId, store));
    return { kind: 'opened', drawLog };
  }
  say(messages.noActivity(activityId, parts.activitiesFolder, store));
  return { kind: 'refused', exitCode: exitCodes.failed };
}
