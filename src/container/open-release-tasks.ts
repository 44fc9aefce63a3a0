import type { ReleasesUse, ReleaseTasks } from '../adapters/cli/release-parts.ts';
import { DraftFolder } from '../adapters/filesystem/draft-folder.ts';
import { FileMediaLibrary } from '../adapters/filesystem/file-media-library.ts';
import { SqlReleaseFeed } from '../adapters/sql/records/sql-release-feed.ts';
import { kindReadings } from '../application/kinds/kinds.ts';
import { openRecords, openRecordsIfAny } from './open-records.ts';
import { openReleaseParts } from './open-releases.ts';
import { readRelease } from './read-release.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/* Where the activities have no folders: a text is given by its path, and names no pictures of its own. */
const NO_MEDIA: ReleaseTasks['media'] = { lengthOf: async () => undefined, names: async () => [] };

/**
 * What commands do with releases, beside the service that runs or not; `null` where there is no record store yet.
 * @throws Error as `openRecords` does
 */
export async function openReleaseTasks(get: Get, use: ReleasesUse): Promise<ReleaseTasks | null> {
  const { activitiesDir: dir, requiresApproval } = get(tokens.settings);
  const records = use === 'claim' ? await openRecords(get, use) : await openRecordsIfAny(get, use);
  if (!records) return null;
  const media = await FileMediaLibrary.open(dir).catch(() => null);
  const drafts = new DraftFolder({ dir, kinds: kindReadings });
  const { desk, queries, schedule, draftWriter } = openReleaseParts(get, records, drafts);
  return {
    desk,
    queries,
    schedule,
    draftWriter,
    isEmpty: async () => (await new SqlReleaseFeed(records).since(Number.MAX_SAFE_INTEGER)).latest === 0,
    requiresApproval,
    read: readRelease,
    pictures: async (activity) => (media ? drafts.pictures(activity) : []),
    media: media ?? NO_MEDIA,
  };
}
