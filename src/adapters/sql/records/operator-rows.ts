import { type Selectable, sql, type Transaction } from 'kysely';
import type { Operator, OperatorState, SignInVia } from '../../../domain/operators/operator.ts';
import { operatorKey } from '../../../domain/operators/operator-name.ts';
import type { Role } from '../../../domain/operators/roles.ts';
import type { RecordKind } from './record-database.ts';
import type { RecordSource } from './record-source.ts';
import type { OperatorTable, RecordsSchema } from './records-schema.ts';

type Connection = Transaction<RecordsSchema> | RecordSource['db'];

export type OperatorRow = Selectable<OperatorTable>;

export function operatorOf(row: OperatorRow): Operator {
  return {
    id: row.id,
    name: row.name,
    role: row.role as Role,
    state: row.state as OperatorState,
    via: row.via as SignInVia,
    createdAt: row.created_at,
    lastSignInAt: row.last_sign_in_at,
    version: row.version,
  };
}

/** By id, or by any name with the same key. */
export function findOperator(
  db: Connection,
  by: { readonly id: string } | { readonly name: string },
): Promise<OperatorRow | undefined> {
  const rows = db.selectFrom('operators').selectAll();
  const found = 'id' in by ? rows.where('id', '=', by.id) : rows.where('key', '=', operatorKey(by.name));
  return found.executeTakeFirst();
}

/** The same, locked until the transaction ends. SQLite has one that writes at a time. */
export function lockOperator(
  transaction: Transaction<RecordsSchema>,
  kind: RecordKind,
  id: string,
): Promise<OperatorRow | undefined> {
  return transaction
    .selectFrom('operators')
    .selectAll()
    .where('id', '=', id)
    .$if(kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirst();
}

/** Whether there is an account that can be signed in to. */
export async function hasActive(db: Connection): Promise<boolean> {
  const row = await db
    .selectFrom('operators')
    .select('id')
    .where('state', '=', 'active')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The columns of an account that is new. */
export function rowOf(operator: Omit<Operator, 'lastSignInAt' | 'version'>): OperatorRow {
  return {
    id: operator.id,
    name: operator.name,
    key: operatorKey(operator.name),
    role: operator.role,
    state: operator.state,
    via: operator.via,
    password: null,
    issuer: null,
    subject: null,
    created_at: operator.createdAt,
    last_sign_in_at: null,
    version: 1,
  };
}

/** For an update: one more than it is. */
export const NEXT_VERSION = { version: sql<number>`version + 1` };

export async function endSessionsOf(
  transaction: Transaction<RecordsSchema>,
  operatorId: string,
): Promise<void> {
  await transaction.deleteFrom('operator_sessions').where('operator_id', '=', operatorId).execute();
}

export async function dropLinkOf(transaction: Transaction<RecordsSchema>, operatorId: string): Promise<void> {
  await transaction.deleteFrom('operator_links').where('of', '=', operatorId).execute();
}
