/** A win whose code is asked for. */
export interface CodeWin {
  readonly drawId: string;
  readonly prizeId: string;
  readonly unit: number;
}

/** Redeem codes: code k of a prize belongs to its unit k. */
export interface CodePool {
  /**
   * Gives each of these wins the code of its unit, for good: a unit whose code another draw has gets none, as can be where
   * a store has lost draws and numbers them again. Repeated, it returns the same.
   * @returns the codes by draw id; a win without a code is missing
   * @throws DependencyError if the store does not answer
   */
  give(activityId: string, wins: readonly CodeWin[]): Promise<ReadonlyMap<string, string>>;
}
