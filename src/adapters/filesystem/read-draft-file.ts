import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { KindReadings } from '../../domain/activities/activity.ts';
import { type FileReading, readActivityFile, readProposedFile } from './activity-files.ts';
import { activityPath } from './activity-folders.ts';

export interface ReadDraftFile {
  readonly path: string;
  /** Whether it is the one in the activity's folder. */
  readonly isOwn: boolean;
  readonly reading: FileReading;
}

/**
 * Reads the `data.json` of an activity's folder, or a file at any other path as if it were that.
 * @returns `undefined` if there is none
 */
export function readDraftFile(
  dir: string,
  id: string,
  kinds: KindReadings,
  path?: string,
): ReadDraftFile | undefined {
  const ownPath = activityPath(resolve(dir), id);
  const isOwn = path === undefined || isSameFile(path, ownPath);
  const reading = isOwn ? readActivityFile(dir, id, kinds) : readProposedFile(path, id, kinds);
  if (!reading || isMissing(reading)) return undefined;
  return {
    path: isOwn ? ownPath : path,
    isOwn,
    reading,
  };
}

function isMissing(reading: FileReading): boolean {
  return !reading.ok && reading.problems.some(({ code }) => code === 'no_file');
}

function isSameFile(path: string, other: string): boolean {
  try {
    return realpathSync.native(path) === realpathSync.native(other);
  } catch {
    return false;
  }
}
