import type { Cancellation } from '../../../application/releases/release-schedule.ts';
import type { CommandParts, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { publishMessages } from '../i18n/publish-messages.ts';
import { printReport } from '../render/release-report.ts';
import { shortHash } from '../render/short-hash.ts';
import { plain } from '../render/text-layout.ts';
import { timeText } from '../render/time-text.ts';
import { type ChangeOptions, signedBy } from './release-options.ts';
import { refuseUnknown, wasScheduled } from './release-run.ts';
import { activityOfScheduled, timezoneOf } from './release-texts.ts';

/** Cancels what is scheduled of an activity. Nothing is asked: what is cancelled can be scheduled again. */
export async function cancelScheduled(
  parts: CommandParts,
  io: Io,
  activityId: string,
  options: ChangeOptions,
): Promise<ExitCode> {
  const messages = publishMessages[io.language];
  const tasks = await parts.releases('own');
  const results = tasks ? await tasks.schedule.cancel(signedBy(activityId, options, parts)) : [];
  if (!tasks || results.length === 0) {
    const isKnown =
      (tasks &&
        ((await tasks.queries.state(activityId)).serving || (await wasScheduled(tasks, activityId)))) ||
      (await parts.hasActivityFolder(activityId));
    if (!isKnown) return refuseUnknown(parts, io, activityId);
    const message = messages.noneScheduled(activityId);
    if (options.json) printReport(io, { activityId, outcome: 'unchanged', message, cancelled: [] });
    else io.stdout.write(`${message}\n`);
    return exitCodes.ok;
  }
  const sentenceOf = ({ scheduled, isCancelled }: Cancellation) => {
    const { dueAt, hash, author } = scheduled;
    const at = timeText(dueAt, timezoneOf(activityOfScheduled(scheduled, tasks), parts));
    const sentence = isCancelled ? messages.cancelled : messages.notCancelled;
    return sentence(shortHash(hash), at, plain(author));
  };
  const late = results.filter(({ isCancelled }) => !isCancelled);
  const lateMessage = late.map(sentenceOf).join('\n');
  if (late.length > 0) io.stderr.write(`cms-market: ${lateMessage}\n`);
  const cancelled = results.filter(({ isCancelled }) => isCancelled);
  if (options.json) {
    const report = { activityId, cancelled: cancelled.map(({ scheduled }) => scheduled) };
    if (late.length === 0) printReport(io, { ...report, outcome: 'cancelled' });
    else printReport(io, { ...report, outcome: 'refused', reason: 'too_late', message: lateMessage });
  } else for (const each of cancelled) io.stdout.write(`${sentenceOf(each)}\n`);
  return late.length === 0 ? exitCodes.ok : exitCodes.failed;
}
