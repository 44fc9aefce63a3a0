/** Records faults that visitors do not see, or after which the service continues. */
export interface ErrorReporter {
  /**
   * Does not throw and does not wait. Repeated faults may be counted and not written one by one.
   * @param fault what happened, as a constant text such as `session cache does not answer`
   * @param context must not contain a token
   */
  report(fault: string, error: unknown, context?: Readonly<Record<string, unknown>>): void;
}
