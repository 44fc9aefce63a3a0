import type { Submission } from '../../../application/releases/submission.ts';
import type { ExitCode } from '../exit-codes.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import type { ReleasePreview } from '../render/release-report.ts';
import { refuse } from './refuse-change.ts';
import type { ReleaseRun } from './release-run.ts';

/** Whether another person than its author has approved what is to be published, where that is required. */
export async function isApproved({ tasks, signed }: ReleaseRun, { content }: Submission): Promise<boolean> {
  return !tasks.requiresApproval || tasks.queries.isApproved(signed, content);
}

/** Prints the hash, and the command that approves it. @param file as it was given; left out: the activity's own */
export function refuseUnapproved(
  run: ReleaseRun,
  { content: { hash } }: Submission,
  file: string | undefined,
  preview: Partial<ReleasePreview>,
): ExitCode {
  const { howToApprove, refused } = releasesMessages[run.io.language];
  const ofFile = file === undefined ? '' : ` --file ${quoted(file)}`;
  const command = `cms-market approve ${run.activityId} --hash ${hash}${ofFile}`;
  const message = `${refused.not_approved}\n${howToApprove(hash, command)}`;
  return refuse(
    run,
    { kind: 'refused', reason: 'not_approved' },
    { message, release: { no: null, hash }, preview },
  );
}

/* As a shell takes it. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
