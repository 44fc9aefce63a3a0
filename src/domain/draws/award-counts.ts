/** How much of an activity's prizes is gone, by the books. */
export interface AwardCounts {
  /**
   * How many of each prize have been awarded; a prize that nobody has won yet is left out.
   * @throws DependencyError if the store cannot say
   */
  awarded(activityId: string): Promise<Readonly<Record<string, number>>>;
}
