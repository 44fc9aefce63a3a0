import type { Transaction } from 'kysely';
import type {
  FoundLink,
  LinkKind,
  LinkUse,
  OneTimeLink,
  OneTimeLinks,
} from '../../../domain/operators/one-time-links.ts';
import type { Operator } from '../../../domain/operators/operator.ts';
import { endSessionsOf, hasActive, lockOperator, NEXT_VERSION, operatorOf, rowOf } from './operator-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

/* In place of an account. No id is this word. */
const FIRST = 'first';

type FirstOperator = Pick<Operator, 'id' | 'name' | 'createdAt'>;

/** Thrown to take back what the transaction has done. */
class NameTaken extends Error {}

/** Links, in the table `operator_links`. */
export class SqlOneTimeLinks implements OneTimeLinks {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  put({ digest, operatorId, kind, createdAt, expiresAt }: OneTimeLink): Promise<boolean> {
    const row = { digest, kind, created_at: createdAt, expires_at: expiresAt };
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        if (!(await this.#mayHaveLink(transaction, operatorId))) return false;
        await transaction
          .insertInto('operator_links')
          .values({ of: operatorId ?? FIRST, ...row })
          .onConflict((conflict) => conflict.column('of').doUpdateSet(row))
          .execute();
        return true;
      }),
    );
  }

  find(digest: string): Promise<FoundLink | null> {
    return inRecords(async () => {
      const { db } = this.#records;
      const link = await linkBy(db, digest);
      if (!link) return null;
      if (link.operatorId === null) return (await hasActive(db)) ? null : { ...link, operator: null };
      const row = await db
        .selectFrom('operators')
        .selectAll()
        .where('id', '=', link.operatorId)
        .executeTakeFirst();
      return row && row.state !== 'disabled' ? { ...link, operator: operatorOf(row) } : null;
    });
  }

  expiries(): Promise<ReadonlyMap<string, number>> {
    return inRecords(async () => {
      const rows = await this.#records.db.selectFrom('operator_links').select(['of', 'expires_at']).execute();
      return new Map(rows.map(({ of, expires_at }) => [of, expires_at]));
    });
  }

  async use(digest: string, password: string, first: FirstOperator): Promise<LinkUse> {
    try {
      return await inRecords(() =>
        this.#records.db
          .transaction()
          .execute((transaction) => this.#use(transaction, digest, password, first)),
      );
    } catch (error) {
      if (error instanceof Error && error.cause instanceof NameTaken) return { kind: 'name_taken' };
      throw error;
    }
  }

  async #use(
    transaction: Transaction<RecordsSchema>,
    digest: string,
    password: string,
    first: FirstOperator,
  ): Promise<LinkUse> {
    const link = await linkBy(transaction, digest);
    // The account before its link, as in each other change.
    const account =
      link?.operatorId && (await lockOperator(transaction, this.#records.kind, link.operatorId));
    const { length: used } = await transaction
      .deleteFrom('operator_links')
      .where('digest', '=', digest)
      .returning('of')
      .execute();
    if (!link || used === 0) return { kind: 'gone' };
    if (link.operatorId === null) return makeFirst(transaction, password, first);
    if (!account || account.state === 'disabled' || account.via !== 'password') return { kind: 'gone' };
    await endSessionsOf(transaction, account.id);
    const after = await transaction
      .updateTable('operators')
      .set({ password, state: 'active', ...NEXT_VERSION })
      .where('id', '=', account.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    return { kind: 'used', operator: operatorOf(after) };
  }

  async #mayHaveLink(transaction: Transaction<RecordsSchema>, operatorId: string | null): Promise<boolean> {
    if (operatorId === null) return !(await hasActive(transaction));
    const account = await lockOperator(transaction, this.#records.kind, operatorId);
    return account !== undefined && account.state !== 'disabled' && account.via === 'password';
  }
}

async function makeFirst(
  transaction: Transaction<RecordsSchema>,
  password: string,
  first: FirstOperator,
): Promise<LinkUse> {
  if (await hasActive(transaction)) return { kind: 'gone' };
  const added = await transaction
    .insertInto('operators')
    .values({ ...rowOf({ ...first, role: 'admin', state: 'active', via: 'password' }), password })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!added) throw new NameTaken();
  return { kind: 'used', operator: operatorOf(added) };
}

async function linkBy(
  db: Transaction<RecordsSchema> | RecordSource['db'],
  digest: string,
): Promise<OneTimeLink | null> {
  const row = await db
    .selectFrom('operator_links')
    .selectAll()
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (!row) return null;
  return {
    digest: row.digest,
    operatorId: row.of === FIRST ? null : row.of,
    kind: row.kind as LinkKind,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}
