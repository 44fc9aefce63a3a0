import type { ServedFile } from '../shared/served-file.ts';

/** A picture of a release. */
export interface PlacedPicture {
  /** SHA-256 of the bytes, as hex. */
  readonly hash: string;
  /** Where a folder of activities may have it too. */
  readonly activityId: string;
  readonly file: string;
}

/** The pictures of releases, as they are sent. */
export interface PictureFiles {
  /** @throws DependencyError if it cannot be read from anywhere */
  find(picture: PlacedPicture): ServedFile | Promise<ServedFile>;
}
