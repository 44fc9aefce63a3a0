import type { Publication } from '../../../../application/authoring/drafts/draft-publication.ts';
import type { RestockRefusal } from '../../../../application/authoring/drafts/restock.ts';
import type { ManagedResult } from '../../../../application/releases/managed-desk.ts';
import { servedNo } from '../../../../domain/releases/serving.ts';
import { ConsoleRefusal, refusedBecause } from '../console-refusal.ts';
import type { ChangedJson } from '../contract/releases.ts';
import { isoOf } from '../encode/iso.ts';
import type { ReleaseWords } from '../release-words.ts';
import { type DraftViewParts, viewOfDraft } from './draft-view.ts';

type Changed = Exclude<Publication, { kind: 'clash' | 'missing' | 'refused' }>;

/** @throws ConsoleRefusal unless it was done */
export async function doneOr(
  parts: Omit<DraftViewParts, 'desk'>,
  result: Publication | RestockRefusal,
): Promise<Changed> {
  switch (result.kind) {
    case 'missing':
      throw new ConsoleRefusal('not_found');
    case 'clash':
      throw new ConsoleRefusal('clash', { theirs: await viewOfDraft(parts, result.draft) });
    case 'refused': {
      const { kind: _, reason, ...more } = result;
      throw refusedBecause(reason, more);
    }
    default:
      return result;
  }
}

/** What a change has made of what is served. */
export function viewOfChange(
  result: Changed,
  outcome: 'published' | 'changed',
  words: Pick<ReleaseWords, 'folder'>,
): ChangedJson {
  const none = { new_no: null, in_force_at: null, folder: null, warnings: [] };
  if (result.kind === 'scheduled') return { outcome: 'scheduled', no: 0, ...none };
  const folder = folderOf(result);
  const note = folder && words.folder(folder);
  const said = { folder, warnings: note ? [note] : [] };
  if (result.kind === 'unchanged') return { outcome: 'unchanged', no: result.no, ...none, ...said };
  const { serving, newNo, inForceAt } = result;
  return { outcome, no: servedNo(serving), new_no: newNo, in_force_at: isoOf(inForceAt), ...said };
}

function folderOf(result: Changed) {
  return 'folder' in result ? (result as Exclude<ManagedResult, { kind: 'refused' }>).folder : null;
}
