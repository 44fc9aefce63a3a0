import { sha256Hex } from '../../application/shared/sha256-hex.ts';
import type { Activity } from '../../domain/activities/activity.ts';
import type { DraftListener, Drafts, NamedPicture } from '../../domain/releases/drafts.ts';
import { ActivitiesWatch } from './activities-watch.ts';
import { readActivityBytes } from './activity-files.ts';
import { listActivityIds } from './activity-folders.ts';
import { DraftPictures } from './draft-pictures.ts';
import { FollowedDrafts, type FollowedDraftsOptions } from './followed-drafts.ts';
import { SETTLED_MS } from './pending-change.ts';
import { writeDraft } from './write-draft.ts';

/* Of the first reading, whose texts are in memory until they are published. */
const DRAFTS_AT_ONCE = 128;

export interface DraftFolderOptions extends FollowedDraftsOptions {
  /** The system has no watches left, so some changes are found by sweeps alone. Called once. */
  readonly onUnwatched?: (error: unknown) => void;
}

/**
 * The drafts of a folder, each `<dir>/<activity_id>/data.json` with the pictures that it names. A file that is invalid or
 * cannot be read does not affect others.
 */
export class DraftFolder implements Drafts {
  readonly #options: DraftFolderOptions;
  readonly #pictures: DraftPictures;

  constructor(options: DraftFolderOptions) {
    this.#options = options;
    this.#pictures = new DraftPictures(options.dir);
  }

  async follow(listener: DraftListener, portion: () => Promise<void>): Promise<{ close(): void }> {
    const { dir, onUnwatched } = this.#options;
    const followed = new FollowedDrafts(this.#options, this.#pictures, listener);
    const ids = listActivityIds(dir);
    for (let from = 0; from < ids.length; from += DRAFTS_AT_ONCE) {
      for (const id of ids.slice(from, from + DRAFTS_AT_ONCE)) followed.readFirst(id);
      await portion();
    }
    await portion();
    // It examines all of them: what has changed since it was read is seen.
    const watch = new ActivitiesWatch(dir, {
      ids: () => followed.ids(),
      examine: (id) => followed.examine(id),
      namesPictures: (id) => this.#pictures.has(id),
      missing: (id) => followed.missing(id),
      unwatched: (error) => onUnwatched?.(error),
      examineAgainAfterMs: SETTLED_MS,
    });
    return { close: () => watch.close() };
  }

  pictures(activity: Activity): Promise<readonly NamedPicture[]> {
    return this.#pictures.of(activity);
  }

  hashOf(activityId: string): string | null {
    const read = readActivityBytes(this.#options.dir, activityId);
    if (read.ok) return sha256Hex(read.bytes);
    return read.problems.some(({ code }) => code === 'no_file') ? null : '';
  }

  pictureHashOf(activityId: string, name: string): Promise<string | null> {
    return this.#pictures.hashOf(activityId, name);
  }

  write(activityId: string, text: string, pictures: readonly NamedPicture[]): Promise<boolean> {
    return writeDraft(this.#options.dir, activityId, text, pictures);
  }
}
