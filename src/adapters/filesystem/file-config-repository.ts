import type { Activity, KindReadings } from '../../domain/activities/activity.ts';
import type { ConfigRepository, InvalidActivity } from '../../domain/activities/config-repository.ts';
import { readActivityFile } from './activity-files.ts';
import { listActivityIds, shownPath } from './activity-folders.ts';

/** The activities of a folder as its files are: what commands check, compare and simulate. Read once. */
export class FileConfigRepository implements ConfigRepository {
  readonly #activities = new Map<string, Activity>();
  readonly #invalid: InvalidActivity[] = [];

  /**
   * @param dir `<dir>/<activity_id>/data.json`
   * @throws FolderUnreadable if the folder itself cannot be listed
   */
  constructor(dir: string, kinds: KindReadings) {
    for (const id of listActivityIds(dir)) {
      const reading = readActivityFile(dir, id, kinds);
      if (reading.ok) this.#activities.set(id, reading.activity);
      else this.#invalid.push({ activityId: id, path: shownPath(dir, id), problems: reading.problems });
    }
  }

  find(activityId: string): Activity | undefined {
    return this.#activities.get(activityId);
  }

  all(): readonly Activity[] {
    return [...this.#activities.values()];
  }

  invalid(): readonly InvalidActivity[] {
    return this.#invalid;
  }
}
