import { createLog } from '../adapters/pino/log.ts';
import { openJournal } from '../container.ts';
import type { DrawJournal } from '../domain/ports/draw-journal.ts';
import type { Settings } from '../settings.ts';
import { Closers } from './closers.ts';
import { exitCodes } from './exit-codes.ts';

/** Runs a command that reads the draws' log, and ends the process with the code that it gives. */
export async function journalCommand(
  settings: Settings,
  command: (journal: DrawJournal) => Promise<number>,
): Promise<void> {
  const closers = new Closers();
  try {
    // What a command has to say is its output; the log would stand in between.
    const journal = await openJournal(settings, createLog('silent'), closers);
    process.exitCode = await command(journal);
  } catch (error) {
    process.stderr.write(`cms-market: ${(error as Error).message}\n`);
    process.exitCode = exitCodes.failed;
  } finally {
    await closers.closeAll();
  }
}
