import type { Transaction } from 'kysely';
import type { AttemptPermission, SignInAttempts } from '../../../domain/operators/sign-in-attempts.ts';
import {
  type AttemptKey,
  counted,
  FORGOTTEN_AFTER_MS,
  leftOfPause,
} from '../../../domain/operators/sign-in-pauses.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

/* Of so many attempts, one deletes what is forgotten. */
const SWEEP_EVERY = 100;

/** Thrown to take back what the transaction has done. */
class Paused extends Error {
  readonly waitMs: number;

  constructor(waitMs: number) {
    super('paused');
    this.waitMs = waitMs;
  }
}

/** Failures, in the table `sign_in_failures`. */
export class SqlSignInAttempts implements SignInAttempts {
  readonly #records: RecordSource;
  #begun = 0;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  async begin(keys: readonly AttemptKey[], now: number): Promise<AttemptPermission> {
    const waitMs = await inRecords(() => this.#waitOf(keys, now));
    if (waitMs > 0) return { kind: 'refused', waitMs };
    try {
      await inRecords(() =>
        this.#records.db.transaction().execute((transaction) => this.#count(transaction, keys, now)),
      );
    } catch (error) {
      if (!(error instanceof Error) || !(error.cause instanceof Paused)) throw error;
      return { kind: 'refused', waitMs: error.cause.waitMs };
    }
    if (this.#begun++ % SWEEP_EVERY === 0) await this.#sweep(now);
    return { kind: 'granted' };
  }

  async succeeded(keys: readonly AttemptKey[]): Promise<void> {
    await this.#inOrder(keys, (transaction, key) =>
      key.of === 'name' ? forget(transaction, key) : takeBack(transaction, key),
    );
  }

  async withdrawn(keys: readonly AttemptKey[]): Promise<void> {
    await this.#inOrder(keys, takeBack);
  }

  /* A flood of attempts that are refused must not keep those waiting who write to the store: it only reads. */
  async #waitOf(keys: readonly AttemptKey[], now: number): Promise<number> {
    const rows = await this.#records.db
      .selectFrom('sign_in_failures')
      .selectAll()
      .where('key', 'in', keys.map(textOf))
      .execute();
    const waits = keys.map((key) => {
      const row = rows.find((each) => each.key === textOf(key));
      return row ? leftOfPause(key, { failures: row.failures, lastAt: row.last_at }, now) : 0;
    });
    return Math.ceil(Math.max(0, ...waits));
  }

  /* The rows are locked in one order, so that two attempts wait for each other, and not for ever. */
  async #count(
    transaction: Transaction<RecordsSchema>,
    keys: readonly AttemptKey[],
    now: number,
  ): Promise<void> {
    let waitMs = 0;
    for (const key of inOrder(keys)) {
      const row = await transaction
        .insertInto('sign_in_failures')
        .values({ key: textOf(key), failures: 0, last_at: 0 })
        // Changes nothing, and locks the row.
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet((eb) => ({ key: eb.ref('excluded.key') })),
        )
        .returningAll()
        .executeTakeFirstOrThrow();
      const before = { failures: row.failures, lastAt: row.last_at };
      waitMs = Math.max(waitMs, leftOfPause(key, before, now));
      const { failures, lastAt } = counted(before, now);
      await transaction
        .updateTable('sign_in_failures')
        .set({ failures, last_at: lastAt })
        .where('key', '=', row.key)
        .execute();
    }
    if (waitMs > 0) throw new Paused(Math.ceil(waitMs));
  }

  async #inOrder(
    keys: readonly AttemptKey[],
    change: (transaction: Transaction<RecordsSchema>, key: AttemptKey) => Promise<void>,
  ): Promise<void> {
    await inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        for (const key of inOrder(keys)) await change(transaction, key);
      }),
    );
  }

  async #sweep(now: number): Promise<void> {
    await inRecords(() =>
      this.#records.db
        .deleteFrom('sign_in_failures')
        .where('last_at', '<', now - FORGOTTEN_AFTER_MS)
        .execute(),
    );
  }
}

async function forget(transaction: Transaction<RecordsSchema>, key: AttemptKey): Promise<void> {
  await transaction.deleteFrom('sign_in_failures').where('key', '=', textOf(key)).execute();
}

async function takeBack(transaction: Transaction<RecordsSchema>, key: AttemptKey): Promise<void> {
  await transaction
    .updateTable('sign_in_failures')
    .set((eb) => ({ failures: eb('failures', '-', 1) }))
    .where('key', '=', textOf(key))
    .where('failures', '>', 0)
    .execute();
}

function textOf({ of, digest }: AttemptKey): string {
  return `${of}:${digest}`;
}

function inOrder(keys: readonly AttemptKey[]): readonly AttemptKey[] {
  return [...keys].sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1));
}
