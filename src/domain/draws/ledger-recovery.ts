/** What a store has lost of the record of an activity, by the highest number that was acknowledged to a process. */
export interface LedgerLoss {
  /**
   * The first and the last number of the log that is lost. Where only a seed went back, no number is: then `lostTo` is
   * `lostFrom - 1`.
   */
  readonly lostFrom: number;
  readonly lostTo: number;
}

/**
 * The way out of a record that went back: a flushed, restored or failed-over store. Such a record is halted, and takes
 * no entries until an operator accepts the loss.
 */
export interface LedgerRecovery {
  /** What would be accepted; `null` where the record is not halted. @throws DependencyError if the store does not answer */
  lost(activityId: string): Promise<LedgerLoss | null>;
  /**
   * Accepts the loss: the numbers that are lost are never given again, the log gets an entry of it, and draws go on.
   * @param at milliseconds since the epoch
   * @returns what was accepted; `null` where the record is not halted, and nothing was changed
   * @throws DependencyError if the store does not answer
   */
  accept(activityId: string, at: number): Promise<LedgerLoss | null>;
}
