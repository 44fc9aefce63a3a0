import type { Transaction } from 'kysely';
import type { Operator } from '../../../domain/operators/operator.ts';
import type {
  NewOperator,
  OperatorChange,
  OperatorChangeResult,
  OperatorStore,
} from '../../../domain/operators/operator-store.ts';
import {
  dropLinkOf,
  endSessionsOf,
  findOperator,
  hasActive,
  lockOperator,
  NEXT_VERSION,
  type OperatorRow,
  operatorOf,
  rowOf,
} from './operator-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

/** Accounts, in the table `operators`. */
export class SqlOperatorStore implements OperatorStore {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  hasActive(): Promise<boolean> {
    return inRecords(() => hasActive(this.#records.db));
  }

  list(): Promise<readonly Operator[]> {
    return inRecords(async () => {
      const rows = await this.#records.db.selectFrom('operators').selectAll().orderBy('key').execute();
      return rows.map(operatorOf);
    });
  }

  find(by: { readonly id: string } | { readonly name: string }): Promise<Operator | null> {
    return inRecords(async () => {
      const row = await findOperator(this.#records.db, by);
      return row ? operatorOf(row) : null;
    });
  }

  add(operator: NewOperator): Promise<boolean> {
    return inRecords(async () => {
      const added = await this.#records.db
        .insertInto('operators')
        .values(rowOf(operator))
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('id')
        .execute();
      return added.length === 1;
    });
  }

  change(id: string, change: OperatorChange): Promise<OperatorChangeResult> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const admins = await this.#lockedAdmins(transaction);
        const row = await lockOperator(transaction, this.#records.kind, id);
        if (!row) return { kind: 'missing' };
        const next = changed(row, change);
        const isAdmin = next.role === 'admin' && next.state === 'active';
        if (admins.includes(id) && admins.length === 1 && !isAdmin) return { kind: 'last_admin' };
        const before = operatorOf(row);
        if (next.role === row.role && next.state === row.state)
          return { kind: 'changed', before, after: before };
        await endSessionsOf(transaction, id);
        if (next.state !== row.state) await dropLinkOf(transaction, id);
        const after = await transaction
          .updateTable('operators')
          .set({ ...next, ...NEXT_VERSION })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow();
        return { kind: 'changed', before, after: operatorOf(after) };
      }),
    );
  }

  /* In one order, and before the account itself, in each change: so two of them wait for each other, and not for ever. */
  async #lockedAdmins(transaction: Transaction<RecordsSchema>): Promise<readonly string[]> {
    const rows = await transaction
      .selectFrom('operators')
      .select('id')
      .where('role', '=', 'admin')
      .where('state', '=', 'active')
      .orderBy('id')
      .$if(this.#records.kind === 'postgres', (query) => query.forUpdate())
      .execute();
    return rows.map(({ id }) => id);
  }
}

function changed(row: OperatorRow, { role = row.role as Operator['role'], disabled }: OperatorChange) {
  const enabled = row.via === 'oidc' || row.password !== null ? 'active' : 'invited';
  if (disabled === true) return { role, state: 'disabled' };
  return { role, state: disabled === false && row.state === 'disabled' ? enabled : row.state };
}
