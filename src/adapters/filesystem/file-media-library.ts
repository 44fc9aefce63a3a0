import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { activityIdPattern } from '../../domain/activities/activity.ts';
import { type MediaFile, type MediaLibrary, mediaEndings } from '../../domain/activities/media-library.ts';
import { type ActivityFolder, openActivityFile } from './open-activity-file.ts';

const types: Readonly<Record<(typeof mediaEndings)[number], string>> = {
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  avif: 'image/avif',
  mp3: 'audio/mpeg',
};

/** A file name without a path, not hidden: letters of any script, digits and `_ - . ( ) space`. */
const fileName = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_\-. ()]{0,127}$/u;

const MEDIA: ActivityFolder = {
  name: 'media',
  types: new Map(mediaEndings.map((ending) => [`.${ending}`, types[ending]])),
  // A larger picture on a phone is a mistake.
  mostBytes: 8 * 1024 * 1024,
  admits: (file) => fileName.test(file),
  mayShare: true,
};

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

  async has(activityId: string, file: string): Promise<boolean> {
    const found = await this.open(activityId, file);
    await found?.close();
    return found !== undefined;
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
