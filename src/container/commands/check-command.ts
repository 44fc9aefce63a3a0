import { printCheck } from '../../adapters/cli/commands/check-command.ts';
import { exitCodes } from '../../adapters/cli/exit-codes.ts';
import type { Language } from '../../adapters/cli/i18n/check-messages.ts';
import { checkAll } from '../../application/authoring/check/check-all.ts';
import { openFolder } from '../container.ts';
import type { Settings } from '../settings.ts';
import { activitiesFolder, faultWords } from './where.ts';

/** Checks the files of the activities, and sets the code with which the process ends. */
export async function checkCommand(
  settings: Pick<Settings, 'activitiesDir'>,
  named: readonly string[],
  options: { json?: boolean; lang: Language },
): Promise<void> {
  try {
    const { config, media } = await openFolder(settings);
    const report = await checkAll(config, media, named, Date.now());
    const isSound = printCheck(report, activitiesFolder(settings), options);
    process.exitCode = isSound ? exitCodes.ok : exitCodes.failed;
  } catch (error) {
    process.stderr.write(`cms-market: ${faultWords(error, options.lang)}\n`);
    process.exitCode = exitCodes.failed;
  }
}
