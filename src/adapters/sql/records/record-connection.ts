import { type Kysely, sql } from 'kysely';
import { endedWithin } from '../../../application/shared/ended-within.ts';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import { migrateRecords } from './migrate-records.ts';
import { openRecordDatabase, type RecordDatabase, type RecordKind } from './record-database.ts';
import type { RecordSource } from './record-source.ts';
import type { RecordTarget } from './record-target.ts';
import type { RecordsSchema } from './records-schema.ts';
import { storeIdOf } from './store-id.ts';

/* The newest releases are served within 2 s of its return. */
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 800;

const NOT_YET = 'the record store has not answered yet';
/* A fault is shown within 5 s: two of these, and the deadline. */
const ASK_EVERY_MS = 2000;
const ASK_DEADLINE_MS = 1000;

/* Queries that are under way may take 35 s, and the process has 9.8 s to end. */
const CLOSE_MS = 1000;

/** A record store that may be away, also at the start: it is opened and migrated as soon as it answers. */
export class RecordConnection {
  readonly kind: RecordKind;
  readonly #target: RecordTarget;
  readonly #patience: 'visitor' | 'operations';
  readonly #reporter: ErrorReporter;
  readonly #openDatabase: typeof openRecordDatabase;
  readonly #ready: Promise<void>;
  readonly #settled: Promise<void>;
  #records: (RecordDatabase & { readonly id: string }) | null = null;
  #refusal: string | null = null;
  #isUp = false;
  #isAsking = false;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  #wake = () => {};

  /** @param openDatabase for tests */
  constructor(
    target: RecordTarget,
    patience: 'visitor' | 'operations',
    reporter: ErrorReporter,
    openDatabase = openRecordDatabase,
  ) {
    this.kind = target.kind;
    this.#target = target;
    this.#patience = patience;
    this.#reporter = reporter;
    this.#openDatabase = openDatabase;
    let settle = () => {};
    this.#settled = new Promise((resolve) => {
      settle = resolve;
    });
    this.#ready = this.#open(settle);
  }

  /** Resolves when the first attempt has ended, well or not: a start waits for a store that is there. */
  settled(): Promise<void> {
    return this.#settled;
  }

  /** Resolves when the store has answered for the first time, or was closed. */
  ready(): Promise<void> {
    return this.#ready;
  }

  isReady(): boolean {
    return this.#records !== null && this.#refusal === null;
  }

  /** From now on `db` throws this; `null`: it may be used. */
  refuse(reason: string | null): void {
    this.#refusal = reason;
  }

  /** The id by which a Redis knows this store, also while it is refused. @throws Error if it has not answered yet */
  get storeId(): string {
    if (this.#records === null) throw new Error(NOT_YET);
    return this.#records.id;
  }

  /** Whether it answered, and would be written, when it was last asked: every 2 s. */
  isUp(): boolean {
    return this.#isUp && this.#refusal === null;
  }

  /** @throws Error if the store has not answered yet, or must not be used */
  get db(): Kysely<RecordsSchema> {
    if (this.#records === null) throw new Error(NOT_YET);
    if (this.#refusal !== null) throw new Error(this.#refusal);
    return this.#records.db;
  }

  /** The same store, also while it must not be used for deliveries: releases are those of its own machines. */
  get unguarded(): RecordSource {
    const opened = () => {
      if (this.#records === null) throw new Error(NOT_YET);
      return this.#records.db;
    };
    return {
      kind: this.kind,
      get db() {
        return opened();
      },
    };
  }

  /** Waits a second at most for what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#wake();
    await endedWithin(
      CLOSE_MS,
      this.#ready.then(() => this.#records?.close()),
    );
  }

  async #open(settle: () => void): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; !this.#isClosed; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      let opened: RecordDatabase | undefined;
      try {
        const report = (error: Error) =>
          this.#reporter.report('a connection to the record store broke', error);
        opened = await this.#openDatabase(this.#target, this.#patience, report);
        await migrateRecords(opened);
        // It never changes, and is asked for every 2 s.
        this.#records = { ...opened, id: await storeIdOf(opened.db) };
        this.#isUp = true;
        this.#timer = setInterval(() => void this.#ask(), ASK_EVERY_MS);
        this.#timer.unref();
        settle();
        return;
      } catch (error) {
        this.#reporter.report('the record store does not answer', error);
        await opened?.close().catch((fault: unknown) => {
          this.#reporter.report('a connection to the record store was not closed', fault);
        });
        settle();
      }
      await this.#pause(pauseMs);
    }
  }

  /* A question that is still open at the next turn counts as no answer. */
  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    const overdue = setTimeout(() => this.#saw(false, `no answer in ${ASK_DEADLINE_MS} ms`), ASK_DEADLINE_MS);
    try {
      // The database itself: `db` throws where the store answers and must not be used.
      const isReadOnly = this.#records !== null && (await isReadOnlyNow(this.#records));
      this.#saw(!isReadOnly, 'it is read-only');
    } catch (error) {
      this.#saw(false, error);
    } finally {
      clearTimeout(overdue);
      this.#isAsking = false;
    }
  }

  #saw(isUp: boolean, why: unknown): void {
    if (this.#isUp && !isUp && !this.#isClosed)
      this.#reporter.report('the record store does not answer', why);
    this.#isUp = isUp;
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/* So is a server that has become a replica. @throws Error if it does not answer */
async function isReadOnlyNow({ kind, db }: RecordDatabase): Promise<boolean> {
  if (kind === 'sqlite') {
    await db.selectFrom('store').select('id').execute();
    return false;
  }
  const { rows } = await sql<{
    state: string;
  }>`select current_setting('transaction_read_only') state`.execute(db);
  return rows[0]?.state === 'on';
}
