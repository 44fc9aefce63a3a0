import { createLog } from '../adapters/pino/log.ts';
import { hasActivityFolder, hasStore, openBooksIfAny, openJournal } from '../container.ts';
import { activityIdPattern } from '../domain/activity.ts';
import type { DrawJournal } from '../domain/ports/draw-journal.ts';
import type { Settings } from '../settings.ts';
import { Closers } from './closers.ts';
import { exitCodes } from './exit-codes.ts';
import { activitiesFolder, drawStore } from './where.ts';

/**
 * Runs a command that reads the draws' log, and ends the process with the code that it gives.
 * @param activityId whose log is read; `undefined` for every activity that is booked
 */
export async function journalCommand(
  settings: Settings,
  activityId: string | undefined,
  command: (journal: DrawJournal) => Promise<number>,
): Promise<void> {
  if (activityId !== undefined && !activityIdPattern.test(activityId)) {
    say(`"${activityId}" is no activity id: 1 to 64 letters, digits, "_" or "-"`);
    process.exitCode = exitCodes.usage;
    return;
  }
  const closers = new Closers();
  try {
    // What a command has to say is its output; the log would stand in between.
    const log = createLog('silent');
    const journal =
      activityId === undefined
        ? await openJournal(settings, log, closers)
        : (await openBooksIfAny(settings, log, closers)).journal;
    const isKnown = activityId === undefined || (await isKnownId(journal, activityId, settings));
    process.exitCode = isKnown ? await command(journal) : exitCodes.failed;
  } catch (error) {
    say((error as Error).message);
    process.exitCode = exitCodes.failed;
  } finally {
    await closers.closeAll();
  }
}

/* An activity whose folder is gone is known by its draws; one that has just been made, by its folder. */
async function isKnownId(journal: DrawJournal, activityId: string, settings: Settings): Promise<boolean> {
  const { seq, seeds } = await journal.book(activityId);
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
