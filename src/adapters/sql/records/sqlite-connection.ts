import type { CompiledQuery, DatabaseConnection, QueryResult } from 'kysely';
import type Database from 'libsql';

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
    const { writer, reader } = this.#handles;
    if (this.isInTransaction) return executed(writer, query);
    if (/^\s*select\b/i.test(query.sql)) return executed(reader, query);
    return this.#alone(query);
  }

  // biome-ignore lint/correctness/useYield: nothing here is read in parts
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('the record store on SQLite has no streams');
  }

  /* A write that is in no transaction is one of its own: it waits for its turn as others do. */
  async #alone<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    // Some change nothing within a transaction.
    if (/^\s*pragma\b/i.test(query.sql)) {
      await this.#turns.takeTurn(this);
      return executed(this.#handles.writer, query);
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
