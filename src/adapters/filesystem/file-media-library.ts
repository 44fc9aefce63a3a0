import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { activityIdPattern } from '../../domain/activities/activity.ts';
import {
  MEDIA_TYPES,
  type MediaFile,
  type MediaLibrary,
  mediaTypeOf,
} from '../../domain/activities/media-library.ts';
import { type ActivityFolder, openActivityFile } from './open-activity-file.ts';

/** A file name without a path, not hidden: letters of any script, digits and `_ - . ( ) space`. */
const fileName = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_\-. ()]{0,127}$/u;

const MEDIA: ActivityFolder = {
  name: 'media',
  types: new Map(Object.entries(MEDIA_TYPES).map(([ending, type]) => [`.${ending}`, type])),
  // A larger picture on a phone is a mistake.
  mostBytes: 8 * 1024 * 1024,
  admits: (file) => fileName.test(file),
  mayShare: true,
};

/** Whether a file of this name may be sent. */
export function isMediaName(name: string): boolean {
  return mediaTypeOf(name) !== undefined && fileName.test(name);
}

/** The files in `<dir>/<activity_id>/media/`, without sub-folders. */
export class FileMediaLibrary implements MediaLibrary {
  readonly #dir: string;

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /** @throws Error if the folder cannot be read */
  static async open(dir: string): Promise<FileMediaLibrary> {
    await access(dir);
    return new FileMediaLibrary(dir);
  }

  async lengthOf(activityId: string, file: string): Promise<number | undefined> {
    const found = await this.open(activityId, file);
    await found?.close();
    return found?.lengthBytes;
  }

  open(activityId: string, file: string): Promise<MediaFile | undefined> {
    return openActivityFile(this.#dir, MEDIA, activityId, file);
  }

  async names(activityId: string): Promise<readonly string[]> {
    if (!activityIdPattern.test(activityId)) return [];
    try {
      return (await readdir(join(this.#dir, activityId, 'media'))).sort();
    } catch {
      return [];
    }
  }
}
