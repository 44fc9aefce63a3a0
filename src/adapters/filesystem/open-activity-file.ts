import { extname, join } from 'node:path';
import { activityIdPattern } from '../../domain/activities/activity.ts';
import type { MediaFile } from '../../domain/activities/media-library.ts';
import { OpenMediaFile } from './open-media-file.ts';
import { openRegularFile } from './open-regular-file.ts';
import { UnreadableFile } from './unreadable-file.ts';

/** Which files of an activity's folder may be sent. */
export interface ActivityFolder {
  /** Its name beside `data.json`. */
  readonly name: string;
  /** Media types by the extension, with the dot, in lower case. */
  readonly types: ReadonlyMap<string, string>;
  readonly mostBytes: number;
  /** Whether the path in the folder has the form of one that may be sent. */
  readonly admits: (path: string) => boolean;
  /** Whether links may lead to other folders of activities. */
  readonly mayShare: boolean;
}

/**
 * Opens a file of an activity's folder. The names may be any text.
 * @returns `undefined` if there is none that may be sent
 */
export async function openActivityFile(
  dir: string,
  { name: folder, types, mostBytes, admits, mayShare }: ActivityFolder,
  activityId: string,
  path: string,
): Promise<MediaFile | undefined> {
  const type = types.get(extname(path).toLowerCase());
  if (!type || !activityIdPattern.test(activityId) || !admits(path)) return undefined;
  const inDir = join(activityId, folder);
  const place = mayShare ? { dir, name: join(inDir, path) } : { dir, folder: inDir, name: path };
  try {
    return new OpenMediaFile(await openRegularFile(place, mostBytes), type);
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined;
    throw error;
  }
}
