/** Reports which activities have new entries in their logs. News may be lost, late or repeated. */
export interface DrawNews {
  /**
   * Calls back until it is closed. A store that is away has no news, and no fault is thrown.
   * @returns closes it
   */
  listen(onNews: (activityIds: readonly string[]) => void): () => void;
}
