import type { Credential, Credentials } from '../../../domain/operators/credentials.ts';
import type { Operator } from '../../../domain/operators/operator.ts';
import {
  dropLinkOf,
  endSessionsOf,
  findOperator,
  lockOperator,
  NEXT_VERSION,
  operatorOf,
} from './operator-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/** Passwords, in the table `operators`. */
export class SqlCredentials implements Credentials {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  of(by: { readonly id: string } | { readonly name: string }): Promise<Credential | null> {
    return inRecords(async () => {
      const row = await findOperator(this.#records.db, by);
      return row ? { operator: operatorOf(row), password: row.password } : null;
    });
  }

  replace({ id, version }: Pick<Operator, 'id' | 'version'>, password: string): Promise<Operator | null> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const row = await lockOperator(transaction, this.#records.kind, id);
        if (row?.version !== version || row.state !== 'active' || row.via !== 'password') return null;
        await endSessionsOf(transaction, id);
        await dropLinkOf(transaction, id);
        const after = await transaction
          .updateTable('operators')
          .set({ password, ...NEXT_VERSION })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow();
        return operatorOf(after);
      }),
    );
  }
}
