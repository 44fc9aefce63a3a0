import { isUtf8 } from 'node:buffer';
import type { KindReadings } from '../../domain/activities/activity.ts';
import type { FolderText, FolderTexts } from '../../domain/releases/folder-texts.ts';
import { fileProblem } from '../../domain/shared/problem.ts';
import { parseActivityText, readActivityBytes } from './activity-files.ts';
import { hasActivityFolder, scanActivityIds } from './activity-folders.ts';

/** The `data.json` of each folder, as it is now. */
export class FileFolderTexts implements FolderTexts {
  readonly #dir: string;
  readonly #kinds: KindReadings;

  constructor(dir: string, kinds: KindReadings) {
    this.#dir = dir;
    this.#kinds = kinds;
  }

  ids(): Promise<readonly string[]> {
    return scanActivityIds(this.#dir).catch(() => []);
  }

  has(activityId: string): boolean {
    return hasActivityFolder(this.#dir, activityId);
  }

  read(activityId: string): FolderText | undefined {
    const read = readActivityBytes(this.#dir, activityId);
    if (!read.ok) {
      const isMissing = read.problems.some(({ code }) => code === 'no_file');
      return isMissing ? undefined : { text: null, reading: read };
    }
    if (!isUtf8(read.bytes))
      return { text: null, reading: { ok: false, problems: [fileProblem('not_utf8')] } };
    const text = read.bytes.toString();
    return { text, reading: parseActivityText(activityId, text, this.#kinds) };
  }
}
