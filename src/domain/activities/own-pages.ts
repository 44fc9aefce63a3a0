import type { MediaFile, MediaSource } from './media-library.ts';

/** The files of the pages that activities bring in place of the service's. Missing files are no errors. */
export interface OwnPageLibrary {
  /**
   * Opens a file by its path in the page's folder, with `/` between the names. The names may be any text.
   * `undefined` if there is none that may be sent. The caller closes the file.
   */
  open(activityId: string, path: string): Promise<MediaFile | undefined>;
}

/** Where the pages of activities are sent from; `find` takes the path of a file in the page's folder. */
export interface OwnPages extends MediaSource {
  /**
   * Whether the activity brings a page, as it is or was some seconds ago. Does not fail: without an answer of the store it is the
   * last one, else `false`.
   */
  has(activityId: string): boolean | Promise<boolean>;
}

/** The file that a browser gets which asks for the page itself. */
export const OWN_PAGE_INDEX = 'index.html';
