import { setTimeout as sleep, setImmediate as turnOfLoop } from 'node:timers/promises';
import { type SqliteDatabase, SqliteDialect, SqliteDriver } from 'kysely';
import Database from 'libsql';

/*
 * SQLite's own waiting blocks the event loop, so it is short, and transactions wait for their turn by themselves. Other
 * processes write for some 10 ms at a time.
 */
const BUSY_TIMEOUT_MS = 20;
const TURN_TIMEOUT_MS = 5000;
const LONGEST_PAUSE_MS = 20;

/* As that of the file of draws. */
const WAL_LIMIT_BYTES = 16 * 2 ** 20;

/**
 * Kysely's dialect over libsql, for a file that several processes write. A transaction of Kysely begins deferred, and
 * fails where another process writes between its first read and its first write: in a trial, three processes lost 719 of
 * 900 increments that way, and none with transactions that begin as writers.
 */
export class WritersSqliteDialect extends SqliteDialect {
  readonly #db: Database.Database;

  /** @throws Error if the file cannot be opened */
  constructor(path: string) {
    const db = open(path);
    super({ database: db as unknown as SqliteDatabase });
    this.#db = db;
  }

  override createDriver(): SqliteDriver {
    return new WritersSqliteDriver(this.#db);
  }
}

/* By `exec`: a prepared statement of libsql that found the file locked counts as in progress, and then nothing commits. */
class WritersSqliteDriver extends SqliteDriver {
  readonly #db: Database.Database;

  constructor(db: Database.Database) {
    super({ database: db as unknown as SqliteDatabase });
    this.#db = db;
  }

  override beginTransaction(): Promise<void> {
    return whenUnlocked(() => this.#db.exec('BEGIN IMMEDIATE'));
  }

  /*
   * SQLite answers at once, so a loop of transactions would never leave the microtasks: timers and signals would wait, and
   * libsql would free no statement (330 MB after 1,500 transactions of 500 rows, and 25 MB with this turn).
   */
  override async commitTransaction(): Promise<void> {
    this.#db.exec('COMMIT');
    await turnOfLoop();
  }

  /* SQLite has rolled back by itself where the disk is full. */
  override async rollbackTransaction(): Promise<void> {
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
  }
}

/** Makes the file where it is missing, and turns it to WAL: SQLite does not apply `busy_timeout` to that. */
export function prepareSqliteFile(path: string): Promise<void> {
  return whenUnlocked(() => {
    const db = new Database(path);
    try {
      db.pragma('journal_mode = WAL');
    } finally {
      db.close();
    }
  });
}

async function whenUnlocked(work: () => unknown): Promise<void> {
  const giveUpAt = performance.now() + TURN_TIMEOUT_MS;
  for (;;) {
    try {
      work();
      return;
    } catch (error) {
      const isLocked = error instanceof Error && /database is locked/.test(error.message);
      if (!isLocked || performance.now() > giveUpAt) throw error;
    }
    await sleep(1 + Math.random() * LONGEST_PAUSE_MS);
  }
}

function open(path: string): Database.Database {
  const db = new Database(path);
  db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  db.pragma('synchronous = FULL');
  // What is deleted or replaced is overwritten: a form that a person wants forgotten, or mended.
  db.pragma('secure_delete = ON');
  db.pragma(`journal_size_limit = ${WAL_LIMIT_BYTES}`);
  return db;
}
