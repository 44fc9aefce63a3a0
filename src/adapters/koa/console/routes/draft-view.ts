import type { OpenDraft, SaveResult } from '../../../../application/releases/draft-desk.ts';
import { UnsettledPictures } from '../../../../domain/releases/drafts.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import type { DraftJson } from '../contract/drafts.ts';
import { jsonOfDraft, jsonOfPictures } from '../encode/json-of-draft.ts';
import { jsonOfSimulation } from '../encode/json-of-simulation.ts';
import type { ReleaseRoutesParts } from './release-parts.ts';

export type DraftViewParts = Pick<ReleaseRoutesParts, 'desk' | 'check' | 'facts' | 'jobs' | 'words'>;

/** The draft. @throws ConsoleRefusal if there is no such activity */
export async function openedDraft(
  { desk }: Pick<ReleaseRoutesParts, 'desk'>,
  activityId: string,
): Promise<OpenDraft> {
  const draft = await unlessUnsettled(desk.open(activityId));
  if (!draft) throw new ConsoleRefusal('not_found');
  return draft;
}

/** @throws ConsoleRefusal if a picture of the folder is being written, so that it cannot be read whole */
export async function unlessUnsettled<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof UnsettledPictures) throw refusedBecause('unsettled_pictures');
    throw error;
  }
}

/** The draft with its findings, as the API has it. */
export async function viewOfDraft(
  { check, facts, jobs, words }: Omit<DraftViewParts, 'desk'>,
  draft: OpenDraft,
): Promise<DraftJson> {
  const checked = await check.check(draft);
  const latest = await jobs.latest(draft.activityId);
  const simulation = latest && jsonOfSimulation(latest, checked.content.content, words);
  const pictures = await jsonOfPictures(draft.activityId, draft.pictures, facts);
  // The report is asked for where it is shown.
  const brief = simulation ? { ...simulation, report: null } : null;
  return jsonOfDraft({ draft, checked, pictures, simulation: brief }, words);
}

/** @throws ConsoleRefusal unless it was saved */
export async function savedOr(
  parts: Omit<DraftViewParts, 'desk'>,
  result: SaveResult,
): Promise<Extract<SaveResult, { kind: 'saved' }>> {
  if (result.kind === 'saved') return result;
  if (result.kind === 'missing') throw new ConsoleRefusal('not_found');
  throw new ConsoleRefusal('clash', {
    theirs: await viewOfDraft(parts, result.theirs),
    merged: result.text,
    conflicts: result.conflicts,
  });
}
