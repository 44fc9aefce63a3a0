/*
 * The tables of draws. Files from before migrations were numbered (`user_version` 0) have them already, so each is
 * made only where it is missing.
 *
 * books: the number of the latest entry in an activity's log. accounts.wins: JSON of [draw id, prize id, won at].
 * Times are milliseconds since the epoch.
 */
export const draws = `
  CREATE TABLE IF NOT EXISTS books (
    activity_id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS seeds (
    activity_id TEXT NOT NULL,
    no INTEGER NOT NULL,
    secret TEXT NOT NULL,
    revealed_at INTEGER,
    PRIMARY KEY (activity_id, no)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS rules (
    activity_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (activity_id, hash)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS awarded (
    activity_id TEXT NOT NULL,
    prize_id TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (activity_id, prize_id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS accounts (
    activity_id TEXT NOT NULL,
    uid TEXT NOT NULL,
    draw_no INTEGER NOT NULL,
    day TEXT NOT NULL,
    drawn_on_day INTEGER NOT NULL,
    wins TEXT NOT NULL,
    PRIMARY KEY (activity_id, uid)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS log (
    activity_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    uid TEXT NOT NULL,
    request_id TEXT NOT NULL,
    draw_id TEXT NOT NULL,
    draw_no INTEGER NOT NULL,
    day TEXT NOT NULL,
    at INTEGER NOT NULL,
    seed_no INTEGER NOT NULL,
    rules_hash TEXT NOT NULL,
    prize_id TEXT,
    PRIMARY KEY (activity_id, seq)
  ) WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS log_by_request ON log (activity_id, uid, request_id);
`;
