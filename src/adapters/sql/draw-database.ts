import { mkdirSync } from 'node:fs';
import Database from 'libsql';
import { drawDatabaseExists, drawDatabasePath } from './draw-database-file.ts';

export type DrawDatabase = Database.Database;

/* Only one process writes; others, such as an audit, read beside it and are not waited for. */
const BUSY_TIMEOUT_MS = 200;

/*
 * While somebody reads, the WAL grows, and keeps its size afterwards unless it is cut. Between two checkpoints it
 * grows to 4 MiB, so that of four times as much only what a long reader has left behind is cut.
 */
const WAL_KEEPS_BYTES = 16 * 2 ** 20;

const SCHEMA = `
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

/**
 * Opens the draws' file in `dir`, making both where they are missing. WAL with `synchronous=FULL`: what was
 * committed survives a kill of the process and a power cut.
 * @throws Error if the folder or the file cannot be had
 */
export function openDrawDatabase(dir: string): DrawDatabase {
  mkdirSync(dir, { recursive: true });
  const db = open(drawDatabasePath(dir));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma(`journal_size_limit = ${WAL_KEEPS_BYTES}`);
  db.exec(SCHEMA);
  return db;
}

/**
 * Opens the file for reading, beside a process that may be writing it.
 * @throws Error if there is none
 */
export function openExistingDrawDatabase(dir: string): DrawDatabase {
  if (!drawDatabaseExists(dir)) throw new Error(`no draws have been booked in ${dir}`);
  return open(drawDatabasePath(dir));
}

/**
 * Does all of the work or nothing of it. libsql's own `transaction` hides why the work failed where SQLite has rolled
 * it back already, as it does on a full disk.
 */
export function inTransaction<T>(db: DrawDatabase, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

function open(path: string): DrawDatabase {
  const db = new Database(path);
  db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  return db;
}
