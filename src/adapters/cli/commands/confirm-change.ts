import type { Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { publishMessages } from '../i18n/publish-messages.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { printReport, type ReleasePreview, type ReportParts } from '../render/release-report.ts';
import { renderPreview } from '../render/render-preview.ts';
import type { ReleaseRun } from './release-run.ts';

const MOST_ANSWER_BYTES = 1024;

/**
 * Shows what a change would mean, and asks whether to make it.
 * @returns `null`: it is to be made; else how the command ends
 */
export async function confirmChange(
  run: ReleaseRun,
  preview: ReleasePreview,
  question: string,
): Promise<ExitCode | null> {
  const { parts, io, activityId, yes, json } = run;
  const { stderr, language } = io;
  const messages = releasesMessages[language];
  const canAsk = parts.isTerminal && stderr.isTTY === true;
  showPreview(run, preview);
  // With JSON on stdout, what a person is asked about is shown beside the question.
  if (json && !yes && canAsk) stderr.write(textOf(preview, io));
  if (yes) return null;
  const unconfirmed = (reason: string, message: string) => {
    stderr.write(`cms-market: ${message}\n`);
    if (json) printReport(io, { activityId, outcome: 'unconfirmed', reason, message, preview });
  };
  if (!canAsk) {
    unconfirmed('no_terminal', messages.needsYes);
    return exitCodes.usage;
  }
  stderr.write(`\n${question} ${messages.yesOrNo} `);
  const answer = (await parts.readLine(MOST_ANSWER_BYTES)).toString();
  if (messages.answers.test(answer)) return null;
  unconfirmed('declined', messages.declined);
  return exitCodes.failed;
}

/** Shows what a change would mean; not beside JSON, whose report has it. */
export function showPreview({ io, json }: ReleaseRun, preview: ReleasePreview): void {
  if (!json) io.stdout.write(textOf(preview, io));
}

function textOf(preview: ReleasePreview, { language, colors }: Io): string {
  return `${renderPreview(preview, language, colors).join('\n')}\n`;
}

/** What everyone has already is no change. */
export function reportUnchanged(
  { io, activityId, json }: ReleaseRun,
  message: string,
  parts: ReportParts = {},
): ExitCode {
  if (json) printReport(io, { activityId, outcome: 'unchanged', message, ...parts });
  else io.stdout.write(`${message}\n`);
  return exitCodes.ok;
}

/** The same for a text that is published already, as this release. @param isLater whether it was to be published at a time */
export function reportPublished(run: ReleaseRun, no: number, hash: string, isLater = false): ExitCode {
  const messages = publishMessages[run.io.language];
  const message = isLater ? messages.unchangedAt(no) : messages.unchanged(no);
  return reportUnchanged(run, message, { release: { no, hash } });
}
