/** The number of awarded prizes, as the ledger has it. */
export interface AwardCounts {
  /**
   * Returns the awards of each prize id. A prize without awards is missing; an activity without draws has none.
   * @throws DependencyError if the store does not answer
   */
  awarded(activityId: string): Promise<Readonly<Record<string, number>>>;
}
