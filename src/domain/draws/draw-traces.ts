/**
 * The traces of draws that were sampled, so that what is done for a draw later, in other processes, stands in the trace of
 * its request. A ledger keeps the `traceparent` of a commit that has one: for at least an hour, and for two days where the
 * draw won, which is longer than a webhook is tried. It does so beside the record: no entry differs by it, and a commit
 * does not fail by it.
 */
export interface DrawTraces {
  /**
   * The `traceparent` of each draw, in the order of the ids; `null` where none is known, as of most.
   * @throws Error if the store does not answer
   */
  of(activityId: string, drawIds: readonly string[]): Promise<readonly (string | null)[]>;
}

/** A draw that won nothing is moved within seconds; an hour allows for a record store that is away. */
export const TRACE_SECONDS = 3600;

/** The last attempt of a webhook is made after 28 hours. */
export const TRACE_OF_WIN_SECONDS = 172_800;
