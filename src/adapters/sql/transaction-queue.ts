import { BUSY_TIMEOUT_MS, type DrawDatabase } from './draw-database.ts';
import { tryInTransaction } from './in-transaction.ts';

interface Pending {
  readonly work: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
  /** Monotonic milliseconds. */
  readonly since: number;
}

/* Limits the time that a draw waits for the others of its transaction. */
const MAX_WORKS_PER_TRANSACTION = 256;

/*
 * How long a write waits for another process that writes: half of the 2 s that a worker waits for its ledger. SQLite's
 * own waiting blocks the event loop, and tries only about 12 times in 200 ms: beside a process that writes one
 * transaction after another, a test saw all of them fail.
 */
const LOCK_TIMEOUT_MS = 1000;
const RETRY_MS = 1;

/**
 * Writes to one database. Those that arrive in the same turn of the event loop share one transaction, and with it one
 * sync of the disk. Each is acknowledged after that; if one throws, none of its transaction is done.
 */
export class TransactionQueue {
  readonly #db: DrawDatabase;
  #pending: Pending[] = [];
  #isFlushScheduled = false;

  constructor(db: DrawDatabase) {
    this.#db = db;
  }

  add<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ work, resolve, reject, since: performance.now() });
      this.#scheduleFlush();
    });
  }

  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushScheduled = false;
    const batch = this.#pending.splice(0, MAX_WORKS_PER_TRANSACTION);
    try {
      const done = tryInTransaction(this.#db, BUSY_TIMEOUT_MS, () => batch.map(({ work }) => work()));
      if (done === null) {
        this.#waitForLock(batch);
        return;
      }
      for (const [index, { resolve }] of batch.entries()) resolve(done.result[index] as never);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
    if (this.#pending.length > 0) this.#scheduleFlush();
  }

  #waitForLock(batch: readonly Pending[]): void {
    const giveUpBefore = performance.now() - LOCK_TIMEOUT_MS;
    const all = [...batch, ...this.#pending];
    this.#pending = all.filter(({ since }) => since > giveUpBefore);
    for (const { since, reject } of all) {
      if (since <= giveUpBefore)
        reject(new Error(`another process has been writing for ${LOCK_TIMEOUT_MS} ms`));
    }
    if (this.#pending.length === 0) return;
    this.#isFlushScheduled = true;
    setTimeout(() => this.#flush(), RETRY_MS);
  }
}
