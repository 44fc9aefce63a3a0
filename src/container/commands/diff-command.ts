import { type DiffReport, printDiff } from '../../adapters/cli/commands/diff-command.ts';
import { exitCodes } from '../../adapters/cli/exit-codes.ts';
import type { Language } from '../../adapters/cli/i18n/check-messages.ts';
import { diffMessages } from '../../adapters/cli/i18n/diff-messages.ts';
import { createLog } from '../../adapters/pino/log.ts';
import { checkActivity } from '../../application/authoring/check/check-activity.ts';
import { checkAll } from '../../application/authoring/check/check-all.ts';
import { findingsOf } from '../../application/authoring/check/finding.ts';
import { diffActivities } from '../../application/authoring/diff/diff-activities.ts';
import { hasStore, openFolder, openJournal, readProposed } from '../container.ts';
import { Disposer } from '../disposer.ts';
import type { Settings } from '../settings.ts';
import { activitiesFolder, faultWords } from './where.ts';

/** Holds a new file against the one that is there, and sets the code with which the process ends. */
export async function diffCommand(
  settings: Settings,
  activityId: string,
  path: string,
  options: { json?: boolean; lang: Language },
): Promise<void> {
  const words = diffMessages[options.lang];
  try {
    const { config, media } = await openFolder(settings);
    const now = Date.now();
    const live = config.find(activityId);
    const isThere = live ?? config.invalid().some((each) => each.activityId === activityId);
    const proposed = isThere ? readProposed(path, activityId) : undefined;
    if (!isThere || !proposed) {
      process.stderr.write(
        `${isThere ? words.noFile(path) : words.noActivity(activityId, activitiesFolder(settings))}\n`,
      );
      process.exitCode = exitCodes.usage;
      return;
    }
    if (!proposed.ok) {
      const findings = findingsOf(proposed.problems, activityId, path);
      end({ diff: null, findings, unknownWins: null }, words.refused);
      return;
    }
    if (!live) {
      const { findings } = await checkAll(config, media, [activityId], now);
      end({ diff: null, findings, unknownWins: null }, words.liveRefused);
      return;
    }
    const { won, unknownWins } =
      live.dispatch === 'shake' ? await winsOf(settings, activityId) : { won: null, unknownWins: null };
    const findings = await checkActivity(proposed.activity, media, now);
    end({
      diff: diffActivities(live, proposed.activity, won, now),
      findings: findings.map((finding) => ({ ...finding, file: path })),
      unknownWins,
    });
  } catch (error) {
    process.stderr.write(`cms-market: ${faultWords(error, options.lang)}\n`);
    process.exitCode = exitCodes.failed;
  }

  function end(report: DiffReport, message?: string): void {
    process.exitCode = printDiff(report, options) ? exitCodes.ok : exitCodes.failed;
    if (message) process.stderr.write(`${message}\n`);
  }
}

/* Before the first draw there is no store, and a store that is away is no reason to compare nothing. */
async function winsOf(
  settings: Settings,
  activityId: string,
): Promise<{ won: ReadonlyMap<string, number> | null; unknownWins: DiffReport['unknownWins'] }> {
  if (!hasStore(settings)) return { won: null, unknownWins: { kind: 'no-store' } };
  const disposer = new Disposer();
  try {
    const drawLog = await openJournal(settings, createLog('silent'), disposer);
    return { won: (await drawLog.book(activityId)).awarded, unknownWins: null };
  } catch (error) {
    return { won: null, unknownWins: { kind: 'fault', why: (error as Error).message } };
  } finally {
    await disposer.dispose();
  }
}
