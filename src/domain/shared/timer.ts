/** Time that only passes: for pauses and limits, where a clock that is set would do harm. */
export interface Timer {
  /** Milliseconds since some moment. Never goes back. */
  elapsed(): number;
  /** Resolves after so many milliseconds, or when `signal` is aborted. Does not keep the process alive. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
