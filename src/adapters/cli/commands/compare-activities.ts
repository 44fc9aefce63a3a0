import { type ActivityDiff, diffActivities } from '../../../application/authoring/diff/diff-activities.ts';
import type { Activity } from '../../../domain/activities/activity.ts';
import type { LedgerBook } from '../../../domain/draws/draw-log.ts';
import type { CommandParts, Io } from '../command.ts';
import { diffMessages } from '../i18n/diff-messages.ts';

/** What was awarded; or why that is not known. */
type Awards =
  | { readonly kind: 'known'; readonly book: Pick<LedgerBook, 'awarded' | 'spent'> }
  | { readonly kind: 'not_asked' }
  | { readonly kind: 'no_store' }
  | { readonly kind: 'fault'; readonly reason: string };

/** What changes from one to the other, beside what was awarded already; where that is not known, stderr says why. */
export async function compareActivities(
  before: Activity,
  after: Activity,
  parts: CommandParts,
  io: Pick<Io, 'stderr' | 'language'>,
): Promise<ActivityDiff> {
  const awards = await awardsOf(before, parts);
  reportUnknown(awards, io);
  const { awarded = null, spent = null } = awards.kind === 'known' ? awards.book : {};
  return diffActivities(before, after, parts.kinds, awarded, parts.clock.now(), spent);
}

/* Before the first draw there is no store. If the store does not answer, the rest is compared. */
async function awardsOf({ id, dispatch }: Activity, parts: CommandParts): Promise<Awards> {
  if (!parts.kinds.get(dispatch)?.draws) return { kind: 'not_asked' };
  if (!parts.drawStore.exists) return { kind: 'no_store' };
  try {
    const { drawLog } = await parts.ledger();
    return { kind: 'known', book: await drawLog.book(id) };
  } catch (error) {
    return { kind: 'fault', reason: (error as Error).message };
  }
}

function reportUnknown(awards: Awards, { language, stderr }: Pick<Io, 'stderr' | 'language'>): void {
  const messages = diffMessages[language];
  if (awards.kind === 'no_store') stderr.write(`${messages.wonUnknown(messages.noStore)}\n`);
  if (awards.kind === 'fault') stderr.write(`${messages.wonUnknown(messages.storeAway(awards.reason))}\n`);
}
