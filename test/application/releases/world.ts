import { parseActivityText } from '../../../src/adapters/filesystem/activity-files.ts';
import type { RecordSource } from '../../../src/adapters/sql/records/record-source.ts';
import { SqlDraftFindings } from '../../../src/adapters/sql/records/sql-draft-findings.ts';
import { SqlReleaseApprovals } from '../../../src/adapters/sql/records/sql-release-approvals.ts';
import { SqlReleaseFeed } from '../../../src/adapters/sql/records/sql-release-feed.ts';
import { SqlReleasePictures } from '../../../src/adapters/sql/records/sql-release-pictures.ts';
import { SqlReleaseStore } from '../../../src/adapters/sql/records/sql-release-store.ts';
import { SqlScheduledReleases } from '../../../src/adapters/sql/records/sql-scheduled-releases.ts';
import { kindReadings } from '../../../src/application/kinds/kinds.ts';
import { ReleaseChanges } from '../../../src/application/releases/release-changes.ts';
import { contentOf } from '../../../src/application/releases/release-content.ts';
import type { ActivityReading } from '../../../src/domain/activities/activity.ts';
import type { ReleaseOrder } from '../../../src/domain/releases/decide-change.ts';
import type { WholeRelease } from '../../../src/domain/releases/release.ts';
import type { ReleaseState } from '../../../src/domain/releases/release-store.ts';
import type { Clock } from '../../../src/domain/shared/clock.ts';
import { openedRecords } from '../../support/opened-records.ts';

/** The text of a valid activity, with a login: a rollout needs one. */
export const textOf = (title: string, more: object = {}) =>
  JSON.stringify({ dispatch: 'sku', is_login_user: true, title, ...more });

/** As the service reads a release. */
export function readRelease({ activityId, no, text, pictures }: WholeRelease): ActivityReading {
  return parseActivityText(activityId, text, kindReadings, { no, pictures });
}

/** As the folder reads a draft. */
export function readText(activityId: string, text: string): ActivityReading {
  return parseActivityText(activityId, text, kindReadings);
}

/** What works with the releases of a record store. */
export function partsOf(records: RecordSource, clock: Clock, { requiresApproval = false } = {}) {
  const store = new SqlReleaseStore(records, clock);
  const approvals = new SqlReleaseApprovals(records);
  return {
    store,
    approvals,
    feed: new SqlReleaseFeed(records),
    findings: new SqlDraftFindings(records),
    pictures: new SqlReleasePictures(records),
    scheduled: new SqlScheduledReleases(records),
    changes: new ReleaseChanges({ store, approvals, requiresApproval }),
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A new record store, with what works with its releases. */
export async function openWorld(clock: Clock, options: { readonly requiresApproval?: boolean } = {}) {
  const { records, close } = await openedRecords('SQLite');
  const parts = partsOf(records, clock, options);
  const { store, changes, feed } = parts;
  const order = async (activityId: string, wanted: ReleaseOrder, author = 'ann') => {
    const [result] = await changes.apply([{ activityId, author, note: '', order: () => wanted }]);
    return result;
  };
  return {
    ...parts,
    requiresApproval: options.requiresApproval ?? false,
    records,
    close,
    order,
    publish: (
      activityId: string,
      title: string,
      more: Partial<Extract<ReleaseOrder, { kind: 'publish' }>> = {},
    ) =>
      order(activityId, {
        ...{ kind: 'publish', content: contentOf(textOf(title), {}), by: 'files', isDraft: false },
        ...more,
      }),
    rollBack: (activityId: string, title: string) =>
      order(activityId, { kind: 'roll_back', content: contentOf(textOf(title), {}) }),
    rollOut: (activityId: string, title: string, percent = 10) =>
      order(activityId, {
        ...{ kind: 'roll_out', content: contentOf(textOf(title), {}), by: 'files', isDraft: false },
        audience: { kind: 'percent', percent },
      }),
    state: async (activityId: string) => (await store.states([activityId]))[0] as ReleaseState,
    /** The titles of the releases that everyone got, the first one first; a change without a new one has none. */
    titles: async (activityId: string) => {
      const rows = await store.history(activityId, { limit: 1000 });
      const numbers = [...new Set(rows.map(({ serving }) => serving.no))].reverse();
      const releases = await feed.releases(numbers.map((no) => ({ activityId, no })));
      return numbers.map((no) => {
        const release = releases.find((each) => each.no === no);
        return release && (JSON.parse(release.text) as { title: string }).title;
      });
    },
    actions: async (activityId: string) =>
      (await store.history(activityId, { limit: 1000 })).map(({ action }) => action).reverse(),
  };
}
