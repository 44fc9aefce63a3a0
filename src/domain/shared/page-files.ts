import type { ServedFile } from './served-file.ts';

/** The built pages, in memory. */
export interface PageFiles {
  /** The page of visitors. */
  readonly index: ServedFile;
  /** The page of staff at a counter. */
  readonly counter: ServedFile;
  /** A file of the pages' `assets` folder, by its content-hashed name; `undefined` if there is none. */
  asset(name: string): ServedFile | undefined;
}
