import type { Kysely } from 'kysely';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import { migrateRecords } from './migrate-records.ts';
import { openRecordDatabase, type RecordDatabase, type RecordKind } from './record-database.ts';
import type { RecordTarget } from './record-target.ts';
import type { RecordsSchema } from './records-schema.ts';
import { storeIdOf } from './store-id.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;

const NOT_YET = 'the record store has not answered yet';

/** A record store that may be away, also at the start: it is opened and migrated as soon as it answers. */
export class RecordConnection {
  readonly kind: RecordKind;
  readonly #target: RecordTarget;
  readonly #patience: 'visitor' | 'operations';
  readonly #reporter: ErrorReporter;
  readonly #ready: Promise<void>;
  #records: RecordDatabase | null = null;
  #refusal: string | null = null;
  #isClosed = false;
  #wake = () => {};

  constructor(target: RecordTarget, patience: 'visitor' | 'operations', reporter: ErrorReporter) {
    this.kind = target.kind;
    this.#target = target;
    this.#patience = patience;
    this.#reporter = reporter;
    this.#ready = this.#open();
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

  /** The id by which a Redis knows this store, also while it is refused. @throws Error if it does not answer */
  async storeId(): Promise<string> {
    if (this.#records === null) throw new Error(NOT_YET);
    return storeIdOf(this.#records.db);
  }

  /** @throws Error if the store has not answered yet, or must not be used */
  get db(): Kysely<RecordsSchema> {
    if (this.#records === null) throw new Error(NOT_YET);
    if (this.#refusal !== null) throw new Error(this.#refusal);
    return this.#records.db;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    await this.#ready;
    await this.#records?.close();
  }

  async #open(): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; !this.#isClosed; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      let opened: RecordDatabase | undefined;
      try {
        const report = (error: Error) =>
          this.#reporter.report('a connection to the record store broke', error);
        opened = await openRecordDatabase(this.#target, this.#patience, report);
        await migrateRecords(opened);
        this.#records = opened;
        return;
      } catch (error) {
        await opened?.close();
        this.#reporter.report('the record store does not answer', error);
      }
      await this.#pause(pauseMs);
    }
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
