import type { ServedFile } from '../served-file.ts';

/** What the name of a file that may be shown ends with. */
export const mediaEndings = ['svg', 'png', 'jpg', 'webp', 'gif', 'avif', 'mp3'] as const;

/** The activities' own pictures and sounds. */
export interface MediaLibrary {
  /**
   * `undefined` where there is no such file, or it is not one that may be shown; the names may be anything.
   * @throws Error if the file is there and its store fails
   */
  find(activityId: string, file: string): Promise<ServedFile | undefined>;

  /** The names in an activity's folder, whether or not they may be shown; none where it has no folder that can be read. */
  names(activityId: string): Promise<readonly string[]>;
}
