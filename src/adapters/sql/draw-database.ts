import { mkdirSync } from 'node:fs';
import Database from 'libsql';
import { drawDatabaseExists, drawDatabasePath } from './draw-database-file.ts';
import { assertLatestSchema, migrate, schemaNumberOf } from './migrate.ts';

export type DrawDatabase = Database.Database;

/*
 * SQLite blocks the event loop for so long at most. It is not for draws, whose queue waits by itself: readers do not
 * wait for a writer in WAL mode, but for a process that repairs the WAL after a kill.
 */
export const BUSY_TIMEOUT_MS = 200;

/* No draw waits for the opening. Another process may migrate the file meanwhile, and 5 s is enough for that. */
const OPENING_TIMEOUT_MS = 5000;
const RETRY_MS = 10;

/*
 * The WAL grows while a reader is open, and keeps its size afterwards unless it is cut. Between two checkpoints it
 * grows to 4 MiB; at four times that size, only what a long reader left behind is cut.
 */
const WAL_LIMIT_BYTES = 16 * 2 ** 20;

/**
 * Opens the file of draws in `dir`, creates both where they are missing, and migrates the file. WAL with
 * `synchronous=FULL`: a committed draw survives a kill of the process and a power cut.
 * @throws Error if the folder or the file cannot be created or opened, or if a newer program has written the file
 */
export function openDrawDatabase(dir: string): DrawDatabase {
  mkdirSync(dir, { recursive: true });
  return open(drawDatabasePath(dir), (db) => {
    // Before anything is written to a file that is not ours.
    schemaNumberOf(db);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
    migrate(db);
  });
}

/**
 * Opens the file for reading; another process may be writing it. It is not migrated: an earlier program may be using it.
 * @throws Error if there is none, or if a newer program or an earlier one has written it
 */
export function openExistingDrawDatabase(dir: string): DrawDatabase {
  if (!drawDatabaseExists(dir)) throw new Error(`no draws have been booked in ${dir}`);
  return open(drawDatabasePath(dir), assertLatestSchema);
}

/** The same; `null` where there is none, or the process that makes it has only begun. */
export function openDrawDatabaseIfAny(dir: string): DrawDatabase | null {
  if (!drawDatabaseExists(dir)) return null;
  const db = open(drawDatabasePath(dir), () => {});
  try {
    if (schemaNumberOf(db) === 0) {
      db.close();
      return null;
    }
    assertLatestSchema(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function open(path: string, prepare: (db: DrawDatabase) => void): DrawDatabase {
  const db = new Database(path);
  try {
    db.pragma(`busy_timeout = ${OPENING_TIMEOUT_MS}`);
    whenUnlocked(() => prepare(db));
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/*
 * SQLite does not apply `busy_timeout` to the change to WAL: where several processes open a new file at once, some get
 * "database is locked" at once. Each step of the opening may be done again.
 */
function whenUnlocked(work: () => void): void {
  const giveUpAt = performance.now() + OPENING_TIMEOUT_MS;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      const isLocked = error instanceof Error && /database is locked/.test(error.message);
      if (!isLocked || performance.now() > giveUpAt) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}
