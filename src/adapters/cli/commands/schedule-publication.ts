import type { Submission } from '../../../application/releases/submission.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { publishMessages } from '../i18n/publish-messages.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { printReport, type ReleasePreview } from '../render/release-report.ts';
import { type Fact, renderFacts } from '../render/render-facts.ts';
import { timeText } from '../render/time-text.ts';
import { refuseUnapproved } from './approval.ts';
import { confirmChange, reportPublished } from './confirm-change.ts';
import { refuse } from './refuse-change.ts';
import type { ReleaseRun } from './release-run.ts';
import { timezoneOf } from './release-texts.ts';

interface When {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The release that the text was compared with; 0: none. */
  readonly besideNo: number;
  /** The text's, as it was given. */
  readonly file: string | undefined;
}

/** Publishes it at a time to come. */
export async function schedulePublication(
  run: ReleaseRun,
  submission: Submission,
  preview: ReleasePreview,
  { at, besideNo, file }: When,
): Promise<ExitCode> {
  const { io, tasks, activityId, signed, json } = run;
  const messages = publishMessages[io.language];
  const { labels } = releasesMessages[io.language];
  const timezone = timezoneOf(submission.activity, run.parts);
  const others = await tasks.schedule.planned(activityId);
  const notes = [
    ...preview.notes,
    ...others
      .filter(({ content }) => content !== submission.content.content)
      .map(({ dueAt }) => messages.otherScheduled(timeText(dueAt, timezone))),
  ];
  const due = timeText(at, timezone);
  const shown = { ...preview, notes };
  const declined = await confirmChange(run, shown, messages.askAt(activityId, due));
  if (declined !== null) return declined;
  const { hash } = submission.content;
  const result = await tasks.schedule.add(signed, submission, { dueAt: at, besideNo });
  if (result.kind === 'unchanged') return reportPublished(run, result.no, hash, true);
  if (result.kind === 'refused') {
    return result.reason === 'not_approved'
      ? refuseUnapproved(run, submission, file, shown)
      : refuse(run, result, { preview: shown });
  }
  if (json) {
    const release = { no: null, hash };
    printReport(io, { activityId, outcome: 'scheduled', release, dueAt: at, preview: shown });
    return exitCodes.ok;
  }
  const facts: Fact[] = [
    [labels.hash, hash],
    [labels.served, messages.scheduledFor(due)],
    ['', messages.ifStill(besideNo)],
    ...(signed.note ? [[labels.note, signed.note] as const] : []),
  ];
  io.stdout.write(`${[messages.scheduled(activityId), ...renderFacts(facts, io.colors)].join('\n')}\n`);
  return exitCodes.ok;
}
