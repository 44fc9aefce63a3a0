import { setTimeout as sleep, setImmediate as turnOfLoop } from 'node:timers/promises';
import { type Driver, type SqliteDatabase, SqliteDialect } from 'kysely';
import Database from 'libsql';
import { endedWithin } from '../../../application/shared/ended-within.ts';
import { type SqliteHandles, WritersSqliteConnection } from './sqlite-connection.ts';
import { TurnQueue } from './turn-queue.ts';

const LONGEST_PAUSE_MS = 20;

/*
 * SQLite's own waiting blocks the event loop. In WAL a reader waits for nobody, but for a process that repairs the file
 * after another was killed: some milliseconds, once. A read that gave up would hold its snapshot until libsql frees it.
 */
const REPAIR_TIMEOUT_MS = 1000;

/* As that of the file of draws. */
const WAL_LIMIT_BYTES = 16 * 2 ** 20;

/**
 * Kysely's dialect over libsql, for a file that several processes write. A transaction of Kysely begins deferred, and
 * fails where another process writes between its first read and its first write: in a trial, three processes lost 719 of
 * 900 increments that way, and none with transactions that begin as writers.
 *
 * Reads outside of transactions have a handle of their own, and wait for no transaction.
 */
export class WritersSqliteDialect extends SqliteDialect {
  readonly #handles: SqliteHandles;
  readonly #turnMs: number;

  private constructor(handles: SqliteHandles, turnMs: number) {
    super({ database: handles.writer as unknown as SqliteDatabase });
    this.#handles = handles;
    this.#turnMs = turnMs;
  }

  /**
   * Makes the file where it is missing.
   * @param turnMs how long a transaction waits for those of other processes
   * @throws Error if the file cannot be opened
   */
  static async open(path: string, turnMs: number): Promise<WritersSqliteDialect> {
    const writer = await whenUnlocked(() => openWriter(path), performance.now() + turnMs);
    try {
      return new WritersSqliteDialect({ writer, reader: openReader(path) }, turnMs);
    } catch (error) {
      writer.close();
      throw error;
    }
  }

  override createDriver(): Driver {
    return new WritersSqliteDriver(this.#handles, this.#turnMs);
  }
}

class WritersSqliteDriver implements Driver {
  readonly #handles: SqliteHandles;
  readonly #turnMs: number;
  readonly #turns = new TurnQueue();

  constructor(handles: SqliteHandles, turnMs: number) {
    this.#handles = handles;
    this.#turnMs = turnMs;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<WritersSqliteConnection> {
    return new WritersSqliteConnection(this.#handles, this);
  }

  /*
   * First among the transactions of this process, then among the processes. What has waited for too long here tries once:
   * behind a process that does not end its transaction, all give up together.
   *
   * By `exec`: a prepared statement of libsql that found the file locked counts as in progress, and then nothing commits.
   */
  async beginTransaction(connection: WritersSqliteConnection): Promise<void> {
    const giveUpAt = performance.now() + this.#turnMs;
    await this.takeTurn(connection);
    try {
      await whenUnlocked(() => this.#handles.writer.exec('BEGIN IMMEDIATE'), giveUpAt);
    } catch (error) {
      connection.endTurn();
      throw error;
    }
    connection.isInTransaction = true;
  }

  /* The next transaction begins in the next turn of the event loop. */
  async commitTransaction(connection: WritersSqliteConnection): Promise<void> {
    this.#handles.writer.exec('COMMIT');
    connection.isInTransaction = false;
    await turnOfLoop();
    connection.endTurn();
  }

  /* SQLite has rolled back by itself where the disk is full. */
  async rollbackTransaction(connection: WritersSqliteConnection): Promise<void> {
    connection.isInTransaction = false;
    const { writer } = this.#handles;
    try {
      if (writer.inTransaction) writer.exec('ROLLBACK');
      await turnOfLoop();
    } finally {
      connection.endTurn();
    }
  }

  async releaseConnection(connection: WritersSqliteConnection): Promise<void> {
    connection.endTurn();
  }

  /* What is under way may end: a transaction takes little more than its waiting. */
  async destroy(): Promise<void> {
    await endedWithin(2 * this.#turnMs, this.#turns.ended());
    this.#handles.reader.close();
    this.#handles.writer.close();
  }

  /** Resolves when no other connection uses the writer's handle, until `endTurn`. */
  async takeTurn(connection: WritersSqliteConnection): Promise<void> {
    connection.endTurn = await this.#turns.take();
  }
}

async function whenUnlocked<T>(work: () => T, giveUpAt: number): Promise<T> {
  for (;;) {
    try {
      return work();
    } catch (error) {
      const isLocked = error instanceof Error && /database is locked/.test(error.message);
      if (!isLocked || performance.now() > giveUpAt) throw error;
    }
    await sleep(1 + Math.random() * LONGEST_PAUSE_MS);
  }
}

/* SQLite does not wait here at all: transactions wait for their turn by themselves. */
function openWriter(path: string): Database.Database {
  return opened(path, [
    'busy_timeout = 0',
    'journal_mode = WAL',
    'synchronous = FULL',
    // What is deleted or replaced is overwritten: a form that a person wants forgotten, or mended.
    'secure_delete = ON',
    `journal_size_limit = ${WAL_LIMIT_BYTES}`,
  ]);
}

function openReader(path: string): Database.Database {
  return opened(path, [`busy_timeout = ${REPAIR_TIMEOUT_MS}`, 'query_only = ON']);
}

function opened(path: string, pragmas: readonly string[]): Database.Database {
  const db = new Database(path);
  try {
    for (const pragma of pragmas) db.pragma(pragma);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
