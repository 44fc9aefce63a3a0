import { exitCodes } from '../../adapters/cli/exit-codes.ts';
import { createLog } from '../../adapters/pino/log.ts';
import { activityIdPattern } from '../../domain/activities/activity.ts';
import type { DrawLog } from '../../domain/draws/draw-log.ts';
import { hasActivityFolder, hasStore, openBooksIfAny, openJournal } from '../container.ts';
import { Disposer } from '../disposer.ts';
import type { Settings } from '../settings.ts';
import { activitiesFolder, drawStore } from './where.ts';

/**
 * Runs a command that reads the draws' log, and ends the process with the code that it gives.
 * @param activityId whose log is read; `undefined` for every activity that is booked
 */
export async function journalCommand(
  settings: Settings,
  activityId: string | undefined,
  command: (drawLog: DrawLog) => Promise<number>,
): Promise<void> {
  if (activityId !== undefined && !activityIdPattern.test(activityId)) {
    say(`"${activityId}" is no activity id: 1 to 64 letters, digits, "_" or "-"`);
    process.exitCode = exitCodes.usage;
    return;
  }
  const disposer = new Disposer();
  try {
    // What a command has to say is its output; the log would stand in between.
    const log = createLog('silent');
    const drawLog =
      activityId === undefined
        ? await openJournal(settings, log, disposer)
        : (await openBooksIfAny(settings, log, disposer)).drawLog;
    const isKnown = activityId === undefined || (await isKnownId(drawLog, activityId, settings));
    process.exitCode = isKnown ? await command(drawLog) : exitCodes.failed;
  } catch (error) {
    say((error as Error).message);
    process.exitCode = exitCodes.failed;
  } finally {
    await disposer.dispose();
  }
}

/* An activity whose folder is gone is known by its draws; one that has just been made, by its folder. */
async function isKnownId(drawLog: DrawLog, activityId: string, settings: Settings): Promise<boolean> {
  const { seq, seeds } = await drawLog.book(activityId);
  if (seq > 0) return true;
  const store = drawStore(settings, hasStore(settings));
  const isKnown = seeds.length > 0 || hasActivityFolder(settings, activityId);
  say(
    isKnown
      ? `nothing has been drawn in activity ${activityId} yet (${store})`
      : `there is no activity "${activityId}": no folder in ${activitiesFolder(settings)}, and no draws (${store})`,
  );
  return isKnown;
}

function say(words: string): void {
  process.stderr.write(`cms-market: ${words}\n`);
}
