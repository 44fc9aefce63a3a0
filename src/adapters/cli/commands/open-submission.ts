import { checkActivity } from '../../../application/authoring/check/check-activity.ts';
import { type Finding, findingsOf } from '../../../application/authoring/check/finding.ts';
import { contentOf } from '../../../application/releases/release-content.ts';
import type { Submission } from '../../../application/releases/submission.ts';
import { UnsettledPictures } from '../../../domain/releases/drafts.ts';
import type { CommandParts, Io } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import type { DraftFile, ReleaseTasks } from '../release-parts.ts';
import { printReport } from '../render/release-report.ts';
import { countErrors, countLine, renderFindings } from '../render/render-findings.ts';
import { plain } from '../render/text-layout.ts';
import { kindOf } from './kind-of.ts';
import type { Opened } from './release-run.ts';

/** A text without errors. */
export interface Submitted {
  readonly submission: Submission;
  /** Warnings. */
  readonly findings: readonly Finding[];
}

export interface SubmissionRequest {
  readonly parts: CommandParts;
  readonly io: Io;
  readonly activityId: string;
  readonly json: boolean;
  /** Left out: the activity's own. */
  readonly file?: string | undefined;
  /** When it is to be served, in milliseconds since the epoch; left out: now. */
  readonly at?: number | undefined;
}

/**
 * Reads and checks the text that is to be published; errors refuse it.
 * @throws Error if the record store does not answer
 */
export async function openSubmission(
  request: SubmissionRequest,
): Promise<Opened<Submitted & { readonly tasks: ReleaseTasks }>> {
  const { parts, io, activityId, file } = request;
  const draft = await parts.readDraft(activityId, file);
  if (!draft) {
    const messages = releasesMessages[io.language];
    const own = `${parts.activitiesFolder}/${activityId}/data.json`;
    const reason = file === undefined ? messages.noDraft(own) : messages.noFile(plain(file));
    io.stderr.write(`cms-market: ${reason}\n`);
    return { kind: 'refused', exitCode: exitCodes.usage };
  }
  // A file that is no activity is no reason to make a record store.
  const problems = problemsOf(draft, activityId);
  if (problems.length > 0) return { kind: 'refused', exitCode: refuseErrors(request, problems) };
  const tasks = await parts.releases('claim');
  if (!tasks) throw new Error('there is no record store, and none was made');
  const checked = await checkedSubmission(request, draft, tasks);
  return checked.kind === 'opened' ? { ...checked, tasks } : checked;
}

/** The same for a text that was read. */
export async function checkedSubmission(
  request: SubmissionRequest,
  draft: DraftFile,
  { media, pictures: picturesOf }: Pick<ReleaseTasks, 'media' | 'pictures'>,
): Promise<Opened<Submitted>> {
  const { parts, io, activityId, at = parts.clock.now() } = request;
  const { reading, isOwn } = draft;
  if (!reading.ok) {
    return { kind: 'refused', exitCode: refuseErrors(request, problemsOf(draft, activityId)) };
  }
  const { activity, text } = reading;
  const file = nameOf(draft, activityId);
  const findings = (await checkActivity(activity, kindOf(parts, activity), media, at, parts.needs)).map(
    (finding) => ({ ...finding, file }),
  );
  if (countErrors(findings) > 0) return { kind: 'refused', exitCode: refuseErrors(request, findings) };
  const pictures = await settled(picturesOf(activity));
  if (!pictures) {
    const { changingPictures } = releasesMessages[io.language];
    const refusal = { activityId, outcome: 'refused', reason: 'unsettled_pictures' } as const;
    io.stderr.write(`cms-market: ${changingPictures}\n`);
    if (request.json) printReport(io, { ...refusal, message: changingPictures, preview: { findings } });
    return { kind: 'refused', exitCode: exitCodes.failed };
  }
  const content = contentOf(text, Object.fromEntries(pictures.map(({ name, hash }) => [name, hash])));
  const submission = { activity, content, pictures, by: 'files', isDraft: isOwn } as const;
  return { kind: 'opened', submission, findings };
}

/* `null`: one of them is being written, again and again. */
async function settled<T>(pictures: Promise<T>): Promise<T | null> {
  try {
    return await pictures;
  } catch (error) {
    if (error instanceof UnsettledPictures) return null;
    throw error;
  }
}

function problemsOf(draft: DraftFile, activityId: string): readonly Finding[] {
  const { reading } = draft;
  return reading.ok ? [] : findingsOf(reading.problems, activityId, nameOf(draft, activityId));
}

/* As `check` names the activity's own. */
function nameOf({ isOwn, path }: DraftFile, activityId: string): string {
  return isOwn ? `${activityId}/data.json` : path;
}

function refuseErrors({ io, activityId, json }: SubmissionRequest, findings: readonly Finding[]): ExitCode {
  const { language, colors, stdout, stderr } = io;
  const message = releasesMessages[language].hasErrors;
  if (json) {
    const report = { activityId, outcome: 'refused', reason: 'has_errors', message } as const;
    printReport(io, { ...report, preview: { findings } });
  } else {
    const lines = [...renderFindings(findings, language, colors), countLine(findings, language)];
    stdout.write(`${lines.join('\n')}\n`);
  }
  stderr.write(`cms-market: ${message}\n`);
  return exitCodes.failed;
}
