import type { ChangeResult } from '../../../application/releases/release-changes.ts';
import { RELEASE_LEAD_MS } from '../../../domain/releases/decide-change.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { releasesMessages } from '../i18n/releases-messages.ts';
import { type DraftOutcome, printReport, type ReleasePreview } from '../render/release-report.ts';
import { type Fact, renderFacts } from '../render/render-facts.ts';
import type { ReleaseRun } from './release-run.ts';

export type Changed = Extract<ChangeResult, { kind: 'changed' }>;

export interface Finished {
  readonly result: Changed;
  readonly headline: string;
  /** The release that is served from now on. */
  readonly release: { readonly no: number; readonly hash: string; readonly pictureCount: number };
  /** To whom, and from when. */
  readonly served: string;
  readonly preview: ReleasePreview | null;
  /** Whether the activity's draft becomes what everyone has. */
  readonly writesDraft: boolean;
}

/** After a change: writes the draft, waits until what was changed is served, and reports. */
export async function finishChange(
  run: ReleaseRun,
  { result, headline, release, served, preview, writesDraft }: Finished,
): Promise<ExitCode> {
  const { parts, io, activityId, signed, json } = run;
  const { labels } = releasesMessages[io.language];
  // The first release of an activity takes force at once, which each process learns when it asks next.
  const inForce = parts.sleep(Math.max(RELEASE_LEAD_MS, result.inForceAt - result.at));
  const draft = writesDraft ? await writeDraft(run) : null;
  await inForce;
  if (json) {
    const { at, inForceAt, serving } = result;
    const { no, hash } = release;
    const changed = { release: { no, hash }, at, inForceAt, serving, preview };
    printReport(io, { activityId, outcome: 'done', ...changed, ...(draft && { draft: draft.outcome }) });
    return exitCodes.ok;
  }
  const facts: Fact[] = [
    [labels.release, String(release.no)],
    [labels.hash, release.hash],
    ...(release.pictureCount > 0 ? [[labels.pictures, String(release.pictureCount)] as const] : []),
    [labels.served, served],
    ...(signed.note ? [[labels.note, signed.note] as const] : []),
    ...(draft?.fact ? [[labels.draft, draft.fact] as const] : []),
  ];
  io.stdout.write(`${[headline, ...renderFacts(facts, io.colors)].join('\n')}\n`);
  return exitCodes.ok;
}

/* What was published stays so: a draft that cannot be written is a warning. */
async function writeDraft({
  tasks,
  parts,
  io,
  activityId,
}: ReleaseRun): Promise<{ readonly outcome: DraftOutcome; readonly fact: string | null }> {
  const messages = releasesMessages[io.language];
  const path = `${parts.activitiesFolder}/${activityId}/data.json`;
  try {
    return (await tasks.draftWriter.write(activityId))
      ? { outcome: 'written', fact: messages.draftWritten(path) }
      : { outcome: 'no_folder', fact: messages.draftNoFolder(parts.activitiesFolder) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    io.stderr.write(`cms-market: ${messages.draftFailed(path, code ?? message)}\n`);
    return { outcome: 'failed', fact: null };
  }
}
