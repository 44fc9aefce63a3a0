/** What waits for one endpoint, and what it never took. */
export interface EndpointCounts {
  readonly endpoint: string;
  /** Deliveries that are to be sent, now or at a later attempt. Counted up to a limit, usually 10,000. */
  readonly waiting: number;
  /** When the oldest of them was won, in milliseconds since the epoch; `null` if none waits. */
  readonly oldestWonAt: number | null;
  /** Deliveries that are given up until an operator retries them. Counted up to the same limit. */
  readonly failed: number;
}

/** The queue of deliveries, in numbers. */
export interface DeliveryCounts {
  /**
   * Endpoints with something to count, in the order of their names; at most 50. It costs little, however long the queue.
   * @throws DependencyError if the store does not answer
   */
  byEndpoint(): Promise<readonly EndpointCounts[]>;
}
