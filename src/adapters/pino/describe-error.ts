/**
 * What may be logged of an error: its name, words, code, stack and causes. Libraries hang requests, and with
 * them tokens, on their errors; those never reach the log.
 */
export function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return { name, message, code, stack, ...(cause !== undefined && { cause: describeError(cause) }) };
}
