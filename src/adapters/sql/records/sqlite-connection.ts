import { setImmediate as turnOfLoop } from 'node:timers/promises';
import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type Database from 'libsql';

/* Other statements that begin with WITH may write. One that is taken for a read by mistake fails: that handle is query-only. */
const READS = /^\s*(select|with\s+recursive)\b/i;

export interface SqliteHandles {
  /** One transaction at a time. */
  readonly writer: Database.Database;
  /** Reads what is committed. */
  readonly reader: Database.Database;
}

/** What of the driver a statement needs that is in no transaction. */
interface Turns {
  takeTurn(connection: WritersSqliteConnection): Promise<void>;
  beginTransaction(connection: WritersSqliteConnection): Promise<void>;
  commitTransaction(connection: WritersSqliteConnection): Promise<void>;
  rollbackTransaction(connection: WritersSqliteConnection): Promise<void>;
}

/**
 * What Kysely takes for a connection: the writer's handle within a transaction, and else the reader's. A statement of libsql
 * has ended when it returns, so any number of connections share them.
 */
export class WritersSqliteConnection implements DatabaseConnection {
  readonly #handles: SqliteHandles;
  readonly #turns: Turns;
  isInTransaction = false;
  endTurn: () => void = () => {};

  constructor(handles: SqliteHandles, turns: Turns) {
    this.#handles = handles;
    this.#turns = turns;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.isInTransaction) return executed(this.#handles.writer, query);
    return READS.test(query.sql) ? this.#read(query) : this.#alone(query);
  }

  // biome-ignore lint/correctness/useYield: nothing here is read in parts
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('the record store on SQLite has no streams');
  }

  /*
   * SQLite answers at once, so a loop of queries would never leave the microtasks: timers and signals would wait, and libsql
   * would free no statement (330 MB after 1,500 transactions of 500 rows, and 25 MB with this turn, which takes 10 µs).
   */
  async #read<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const result = executed<Row>(this.#handles.reader, query);
    await turnOfLoop();
    return result;
  }

  /* A write that is in no transaction is one of its own: it waits for its turn as others do. */
  async #alone<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // Some change nothing within a transaction.
    if (/^\s*pragma\b/i.test(query.sql)) {
      await this.#turns.takeTurn(this);
      try {
        return executed(this.#handles.writer, query);
      } finally {
        this.endTurn();
      }
    }
    await this.#turns.beginTransaction(this);
    try {
      const result = executed<Row>(this.#handles.writer, query);
      await this.#turns.commitTransaction(this);
      return result;
    } catch (error) {
      await this.#turns.rollbackTransaction(this);
      throw error;
    }
  }
}

function executed<Row>(db: Database.Database, { sql, parameters }: CompiledQuery): QueryResult<Row> {
  const statement = db.prepare(sql);
  if (statement.reader) return { rows: statement.all(parameters) as Row[] };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
}
