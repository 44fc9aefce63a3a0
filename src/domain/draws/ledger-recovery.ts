/** What a store has lost of one log of an activity, by the highest number that was acknowledged to a process. */
export interface LedgerLoss {
  /** As `DrawLog` names it: `root`, or the number of a segment. */
  readonly log: string;
  /**
   * The first and the last number of the log that is lost. Where no entry is known to be, as when only a seed went back,
   * `lostTo` is `lostFrom - 1`.
   */
  readonly lostFrom: number;
  readonly lostTo: number;
}

/**
 * The way out of a record that went back: a flushed, restored or failed-over store. Such a record is halted, and takes
 * no entries until an operator accepts the loss.
 */
export interface LedgerRecovery {
  /**
   * What would be accepted, for each log that has lost something; `null` where the record is not halted.
   * @throws DependencyError if the store does not answer
   */
  lost(activityId: string): Promise<readonly LedgerLoss[] | null>;
  /**
   * Accepts the loss: the numbers that are lost are never given again, each log gets an entry of it, and draws go on.
   * @param at milliseconds since the epoch
   * @returns what was accepted; `null` where the record is not halted, and nothing was changed
   * @throws DependencyError if the store does not answer
   */
  accept(activityId: string, at: number): Promise<readonly LedgerLoss[] | null>;
}

/** Stops the draws of an activity whose record went back, where the archive shows it and no process noticed. */
export interface LedgerStop {
  /**
   * Takes no entries of this activity any more until the loss is accepted.
   * @param seq the highest number of this log that is known to have been there
   * @throws DependencyError if the store does not answer
   */
  stop(activityId: string, log: string, seq: number): Promise<void>;
}
