import type { CheckedDraft } from '../../../../application/authoring/drafts/draft-check.ts';
import type { OpenDraft } from '../../../../application/releases/draft-desk.ts';
import type { PictureFacts } from '../../../../application/releases/picture-facts.ts';
import { mediaVersion } from '../../../../domain/activities/media-versions.ts';
import type { Pictures } from '../../../../domain/releases/release.ts';
import { everyoneHas } from '../../../../domain/releases/release-store.ts';
import { servedNo } from '../../../../domain/releases/serving.ts';
import type { DraftJson, PictureJson } from '../contract/drafts.ts';
import type { SimulationStateJson } from '../contract/simulations.ts';
import type { ReleaseWords } from '../release-words.ts';
import { isoOf } from './iso.ts';
import { jsonOfFindings } from './json-of-findings.ts';
import { jsonOfSummary } from './json-of-summary.ts';

export interface DraftParts {
  readonly draft: OpenDraft;
  readonly checked: CheckedDraft;
  readonly pictures: PictureJson[];
  readonly simulation: SimulationStateJson | null;
}

export function jsonOfDraft(
  { draft, checked, pictures, simulation }: DraftParts,
  words: Pick<ReleaseWords, 'finding'>,
): DraftJson {
  const { activityId, version, text, base, state, saved } = draft;
  return {
    ...{ activity_id: activityId, version, text, base_no: base.no, live_no: servedNo(state.serving) },
    hash: checked.content.hash,
    content: checked.content.content,
    differs_from_live: !everyoneHas(state, checked.content),
    starts_paused: draft.startsPaused && !state.serving,
    managed_by: draft.managedBy,
    pictures,
    by: saved?.by ?? null,
    at: saved && isoOf(saved.at),
    findings: jsonOfFindings(checked.findings, words),
    summary: checked.summary && jsonOfSummary(checked.summary),
    simulation,
  };
}

/** By their names. @throws DependencyError if the store does not answer */
export async function jsonOfPictures(
  activityId: string,
  pictures: Pictures,
  facts: Pick<PictureFacts, 'of'>,
): Promise<PictureJson[]> {
  const all = Object.entries(pictures).sort(([one], [other]) => (one < other ? -1 : 1));
  const found: PictureJson[] = [];
  for (const [name, hash] of all) {
    const fact = await facts.of(hash);
    if (fact) found.push({ name, ...fact, url: pictureUrl(activityId, name, hash) });
  }
  return found;
}

/** Where the console has it. With the version, the address never has another content. */
export function pictureUrl(activityId: string, name: string, hash: string): string {
  return `/api/activities/${activityId}/pictures/${encodeURIComponent(name)}?v=${mediaVersion(hash)}`;
}
