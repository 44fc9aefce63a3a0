/** How many units there are to hand out, by prize id. A prize without a pool is missing. */
export type PoolSizes = Readonly<Record<string, number>>;

/**
 * Prizes that are handed out of a pool, such as redeem codes, are won at most as often as the pool has units. Sizes are
 * announced to the ledger's store, so that a draw asks no other one: unit k is what was put in as the k-th.
 */
export interface UnitPools {
  /** @throws DependencyError if the store does not answer */
  pools(activityId: string): Promise<PoolSizes>;
  /**
   * Announces that the pool of a prize has at least `size` units. A pool never shrinks, so that it may be announced late,
   * twice, and in any order; never before its units can be handed out.
   * @throws DependencyError if the store does not answer or refuses to write
   */
  growPool(activityId: string, prizeId: string, size: number): Promise<void>;
}
