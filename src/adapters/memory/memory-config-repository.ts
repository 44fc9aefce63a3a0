import { type Activity, type KindReadings, readActivity } from '../../domain/activities/activity.ts';
import type { ConfigRepository, InvalidActivity } from '../../domain/activities/config-repository.ts';
import type { ServedActivity, ServedReleases } from '../../domain/releases/served-releases.ts';

/** Activities from objects, each of them a parsed `data.json`, without releases. */
export class MemoryConfigRepository implements ConfigRepository, ServedReleases {
  readonly #activities = new Map<string, Activity>();
  readonly #invalid: InvalidActivity[] = [];

  constructor(files: Readonly<Record<string, unknown>>, kinds: KindReadings) {
    for (const [id, data] of Object.entries(files)) {
      const reading = readActivity(id, data, kinds);
      if (reading.ok) this.#activities.set(id, reading.activity);
      else this.#invalid.push({ activityId: id, path: id, problems: reading.problems });
    }
  }

  find(activityId: string): Activity | undefined {
    return this.#activities.get(activityId);
  }

  served(activityId: string): ServedActivity | undefined {
    const activity = this.find(activityId);
    return activity && { activity, isPaused: false, candidate: null };
  }

  all(): readonly Activity[] {
    return [...this.#activities.values()];
  }

  invalid(): readonly InvalidActivity[] {
    return this.#invalid;
  }
}
