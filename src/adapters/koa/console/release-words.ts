import type { SimulationReport } from '../../../application/analysis/simulation/report.ts';
import type { Finding } from '../../../application/authoring/check/finding.ts';
import type { Change } from '../../../application/authoring/diff/change.ts';
import type { ActivityDiff } from '../../../application/authoring/diff/diff-activities.ts';
import type { ReviewNote } from '../../../application/authoring/drafts/draft-review.ts';
import type { FolderOutcome } from '../../../application/releases/managed-desk.ts';
import type { NoteJson, Words } from './contract/words.ts';

/** The sentences of the console about texts and releases, in both languages. */
export interface ReleaseWords {
  finding(finding: Finding): Words & { readonly remedy: Words };
  change(change: Change): Words & { readonly label: Words | null };
  /** The warnings of a comparison. */
  warnings(diff: ActivityDiff): readonly NoteJson[];
  note(note: ReviewNote): NoteJson;
  /** `null` where there is nothing to say. */
  folder(outcome: FolderOutcome): NoteJson | null;
  figure(key: 'chance_to_win' | 'cost' | 'budget' | 'left'): Words;
  simulation(report: SimulationReport): readonly ({
    readonly kind: string;
    readonly prize_id: string | null;
  } & Words)[];
}
