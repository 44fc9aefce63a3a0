/** What has been awarded, as the ledger has it. */
export interface AwardCounts {
  /** @throws DependencyError if the store does not answer */
  awarded(activityId: string): Promise<AwardTotals>;
}

export interface AwardTotals {
  /** The awards of each prize id. A prize without awards is missing; an activity without draws has none. */
  readonly counts: Readonly<Record<string, number>>;
  /** What they cost together, in whole cents. */
  readonly spent: number;
}
