/* By SQLite's own words, which are all that comes from another process. */
const REASONS = [
  [/database or disk is full/, 'the disk of DATA_DIR is full'],
  [/disk I\/O error/, 'the disk of DATA_DIR fails'],
  [/attempt to write a readonly database/, 'draws.sqlite in DATA_DIR cannot be written to'],
] as const;

/** Why SQLite does not write, in an operator's words; `null` for any other fault. */
export function sqliteRefusalOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const [, reason] = REASONS.find(([words]) => words.test(error.message)) ?? [];
  return reason ?? sqliteRefusalOf(error.cause);
}
