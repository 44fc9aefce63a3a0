import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type Activity, activityIdPattern, type DetailSchemas, readActivity } from '../../domain/activity.ts';
import type { ConfigRepository, InvalidActivity } from '../../domain/ports/config-repository.ts';
import { parseJsonFile } from './parse-json-file.ts';
import { readRegularFileSync, UnreadableFile } from './read-regular-file.ts';

const MAX_BYTES = 1024 * 1024;

interface Snapshot {
  readonly activities: ReadonlyMap<string, Activity>;
  readonly invalid: readonly InvalidActivity[];
}

/** The activities of a folder: `<dir>/<activity_id>/data.json`, all read when it is opened. */
export class FileConfigRepository implements ConfigRepository {
  readonly #snapshot: Snapshot;

  private constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot;
  }

  /**
   * Reads the whole folder. A file that is invalid, or that cannot be read, disturbs no other.
   * @throws Error if the folder itself cannot be read
   */
  static async open(dir: string, kinds: DetailSchemas): Promise<FileConfigRepository> {
    return new FileConfigRepository(await readFolder(dir, kinds));
  }

  find(activityId: string): Activity | undefined {
    return this.#snapshot.activities.get(activityId);
  }

  all(): readonly Activity[] {
    return [...this.#snapshot.activities.values()];
  }

  invalid(): readonly InvalidActivity[] {
    return this.#snapshot.invalid;
  }
}

async function readFolder(dir: string, kinds: DetailSchemas): Promise<Snapshot> {
  const root = await realpath(dir);
  const entries = await readdir(root, { withFileTypes: true });
  const ids = entries
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && activityIdPattern.test(entry.name))
    .map(({ name }) => name)
    .sort();

  const activities = new Map<string, Activity>();
  const invalid: InvalidActivity[] = [];
  for (const id of ids) {
    const reading = readOne(root, id, kinds);
    if ('problems' in reading) invalid.push(reading);
    else activities.set(reading.id, reading);
  }
  return { activities, invalid };
}

function readOne(root: string, id: string, kinds: DetailSchemas): Activity | InvalidActivity {
  const path = join(root, id, 'data.json');
  const invalid = (problems: InvalidActivity['problems']) => ({ activityId: id, path, problems });
  try {
    const { bytes } = readRegularFileSync(path, root, MAX_BYTES);
    const json = parseJsonFile(bytes);
    if (!json.ok) return invalid([json.problem]);
    const reading = readActivity(id, json.data, kinds);
    return reading.ok ? reading.activity : invalid(reading.problems);
  } catch (error) {
    if (error instanceof UnreadableFile) return invalid([{ field: '', reason: error.message }]);
    throw error;
  }
}
