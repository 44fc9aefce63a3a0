import { sql, type Transaction } from 'kysely';
import type { Operator } from '../../../domain/operators/operator.ts';
import { operatorKey } from '../../../domain/operators/operator-name.ts';
import type {
  SsoAccount,
  SsoAccounts,
  SsoIdentity,
  SsoSignIn,
} from '../../../domain/operators/sso-accounts.ts';
import { endSessionsOf, NEXT_VERSION, type OperatorRow, operatorOf, rowOf } from './operator-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

/** Accounts of the single sign-on, in the table `operators`. */
export class SqlSsoAccounts implements SsoAccounts {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  signIn(account: SsoAccount): Promise<SsoSignIn> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const row = await this.#locked(transaction, account);
        if (!row) return this.#add(transaction, account);
        if (row.state === 'disabled') return { kind: 'disabled' };
        const before = operatorOf(row);
        const name = await freeName(transaction, row, account.name);
        if (row.role === account.role && row.name === name)
          return { kind: 'known', before, operator: before };
        if (row.role !== account.role) await endSessionsOf(transaction, row.id);
        const after = await transaction
          .updateTable('operators')
          .set({ name, key: operatorKey(name), role: account.role, ...NEXT_VERSION })
          .where('id', '=', row.id)
          .returningAll()
          .executeTakeFirstOrThrow();
        return { kind: 'known', before, operator: operatorOf(after) };
      }),
    );
  }

  withdraw(identity: SsoIdentity): Promise<Operator | null> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const row = await this.#locked(transaction, identity);
        if (!row) return null;
        await endSessionsOf(transaction, row.id);
        return operatorOf(row);
      }),
    );
  }

  async #add(transaction: Transaction<RecordsSchema>, account: SsoAccount): Promise<SsoSignIn> {
    const { id, name, role, issuer, subject, now } = account;
    const made = rowOf({ id, name, role, state: 'active', via: 'oidc', createdAt: now });
    const added = await transaction
      .insertInto('operators')
      .values({ ...made, issuer, subject })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (added) return { kind: 'known', before: null, operator: operatorOf(added) };
    // Either the name is taken, or the same person signs in twice at once.
    const meanwhile = await this.#locked(transaction, account);
    if (!meanwhile) return { kind: 'name_taken' };
    const operator = operatorOf(meanwhile);
    return { kind: 'known', before: operator, operator };
  }

  #locked(
    transaction: Transaction<RecordsSchema>,
    { issuer, subject }: SsoIdentity,
  ): Promise<OperatorRow | undefined> {
    return transaction
      .selectFrom('operators')
      .selectAll()
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .$if(this.#records.kind === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst();
  }
}

/* The name that it has, where somebody else has the new one. */
async function freeName(
  transaction: Transaction<RecordsSchema>,
  row: OperatorRow,
  name: string,
): Promise<string> {
  const taken = await transaction
    .selectFrom('operators')
    .select(sql<number>`1`.as('one'))
    .where('key', '=', operatorKey(name))
    .where('id', '!=', row.id)
    .executeTakeFirst();
  return taken ? row.name : name;
}
