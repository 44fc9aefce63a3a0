/** The pictures of the releases that this process serves, in memory: which content each file has. */
export interface ServedPictures {
  /** SHA-256 of the file as everyone gets it; `undefined` if it is not kept with a release. */
  hashOf(activityId: string, file: string): string | undefined;
  /**
   * SHA-256 of the file in this version (`mediaVersion`); `undefined` unless it is that of a release which is served to some, was
   * a short time ago, or will be in a moment.
   */
  hashOfVersion(activityId: string, file: string, version: string): string | undefined;
}
