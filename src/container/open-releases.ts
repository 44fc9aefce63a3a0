import type { RecordSource } from '../adapters/sql/records/record-source.ts';
import { SqlReleaseApprovals } from '../adapters/sql/records/sql-release-approvals.ts';
import { SqlReleasePictures } from '../adapters/sql/records/sql-release-pictures.ts';
import { SqlReleaseStore } from '../adapters/sql/records/sql-release-store.ts';
import { SqlScheduledReleases } from '../adapters/sql/records/sql-scheduled-releases.ts';
import { DraftWriter } from '../application/releases/draft-writer.ts';
import { ReleaseChanges } from '../application/releases/release-changes.ts';
import { ReleaseDesk } from '../application/releases/release-desk.ts';
import { ReleaseQueries } from '../application/releases/release-queries.ts';
import { ReleaseSchedule } from '../application/releases/release-schedule.ts';
import type { Drafts } from '../domain/releases/drafts.ts';
import type { ReleasePictures } from '../domain/releases/release-pictures.ts';
import type { ReleaseStore } from '../domain/releases/release-store.ts';
import { readRelease } from './read-release.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

export interface ReleaseParts {
  readonly store: ReleaseStore;
  readonly pictures: ReleasePictures;
  readonly changes: ReleaseChanges;
  readonly desk: ReleaseDesk;
  readonly queries: ReleaseQueries;
  readonly schedule: ReleaseSchedule;
  readonly draftWriter: DraftWriter;
}

/** What works with the releases of a record store. */
export function openReleaseParts(
  get: Get,
  records: RecordSource,
  drafts: Pick<Drafts, 'write' | 'hashOf' | 'pictureHashOf'>,
): ReleaseParts {
  const clock = get(tokens.clock);
  const store = new SqlReleaseStore(records, clock);
  const pictures = new SqlReleasePictures(records);
  const approvals = new SqlReleaseApprovals(records);
  const { requiresApproval } = get(tokens.settings);
  const changes = new ReleaseChanges({ store, approvals, requiresApproval });
  const read = readRelease;
  return {
    store,
    pictures,
    changes,
    desk: new ReleaseDesk({ changes, store, pictures, approvals, read, clock }),
    queries: new ReleaseQueries({ store, approvals, read }),
    schedule: new ReleaseSchedule({
      ...{ changes, store, pictures, clock },
      scheduled: new SqlScheduledReleases(records),
      identifiers: get(tokens.identifiers),
    }),
    draftWriter: new DraftWriter({ store, pictures, drafts }),
  };
}
