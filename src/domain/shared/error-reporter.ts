/** Where faults are told that a visitor is not shown, or that were survived. */
export interface ErrorReporter {
  /**
   * Never throws, never blocks. Repeats may be counted instead of being written one by one.
   * @param fault what happened, in constant words, such as `session cache does not answer`
   * @param context never a token
   */
  report(fault: string, error: unknown, context?: Readonly<Record<string, unknown>>): void;
}
