/* By SQLite's messages: an error that comes from another process has no code. */
const REASONS = [
  [/database or disk is full/, 'the disk of DATA_DIR is full'],
  [/disk I\/O error/, 'the disk of DATA_DIR fails'],
  [/attempt to write a readonly database/, 'draws.sqlite in DATA_DIR cannot be written to'],
] as const;

/** The reason why SQLite does not write, as operators read it; `null` for any other error. */
export function sqliteRefusalOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const [, reason] = REASONS.find(([message]) => message.test(error.message)) ?? [];
  return reason ?? sqliteRefusalOf(error.cause);
}
