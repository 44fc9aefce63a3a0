import type { HistoryRow, ReleaseStore } from '../../domain/releases/release-store.ts';

/* A row may name 10,000 users. */
const PAGE_ROWS = 100;

/**
 * The whole history of an activity, the latest change first, read in pages as far as it is asked for.
 * @throws DependencyError if the store does not answer
 */
export async function* historyOf(
  store: Pick<ReleaseStore, 'history'>,
  activityId: string,
): AsyncIterable<HistoryRow> {
  let before: number | undefined;
  for (;;) {
    const page = { limit: PAGE_ROWS, ...(before !== undefined && { before }) };
    const rows = await store.history(activityId, page);
    yield* rows;
    before = rows.at(-1)?.version;
    if (rows.length < PAGE_ROWS) return;
  }
}
