import type { ServedFile } from '../served-file.ts';

/** The activities' own pictures and sounds. */
export interface MediaLibrary {
  /**
   * `undefined` where there is no such file, or it is not one that may be shown; the names may be anything.
   * @throws Error if the file is there and its store fails
   */
  find(activityId: string, file: string): Promise<ServedFile | undefined>;
}
