import type { ServedFile } from './served-file.ts';

/** The built H5 page, in memory. */
export interface PageFiles {
  readonly index: ServedFile;
  /** A file of the page's `assets` folder, by its content-hashed name; `undefined` if there is none. */
  asset(name: string): ServedFile | undefined;
}
