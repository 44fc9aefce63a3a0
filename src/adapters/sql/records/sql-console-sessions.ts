import type { Selectable, Transaction } from 'kysely';
import type {
  ConsoleSession,
  ConsoleSessions,
  EndedSessions,
} from '../../../domain/operators/console-sessions.ts';
import type { Operator, SignInVia } from '../../../domain/operators/operator.ts';
import { IDLE_MS } from '../../../domain/operators/session-lifetime.ts';
import { lockOperator, operatorOf } from './operator-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { OperatorSessionTable, RecordsSchema } from './records-schema.ts';
import { storable } from './storable.ts';

/* Of one account: nobody has so many browsers. */
const MOST_SESSIONS = 50;

/** Sessions, in the table `operator_sessions`. */
export class SqlConsoleSessions implements ConsoleSessions {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  start(session: ConsoleSession, version: number): Promise<boolean> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const { operatorId, startedAt } = session;
        const row = await lockOperator(transaction, this.#records.kind, operatorId);
        if (row?.version !== version || row.state !== 'active') return false;
        await transaction
          .deleteFrom('operator_sessions')
          .where('operator_id', '=', operatorId)
          .where(({ eb, or }) =>
            or([eb('expires_at', '<=', startedAt), eb('last_used_at', '<=', startedAt - IDLE_MS)]),
          )
          .execute();
        await endOldest(transaction, operatorId);
        await transaction.insertInto('operator_sessions').values(rowOf(session)).execute();
        await transaction
          .updateTable('operators')
          .set({ last_sign_in_at: startedAt })
          .where('id', '=', operatorId)
          .execute();
        return true;
      }),
    );
  }

  find(digest: string): Promise<{ readonly session: ConsoleSession; readonly operator: Operator } | null> {
    return inRecords(async () => {
      const { db } = this.#records;
      const session = await db
        .selectFrom('operator_sessions')
        .selectAll()
        .where('digest', '=', digest)
        .executeTakeFirst();
      if (!session) return null;
      const row = await db
        .selectFrom('operators')
        .selectAll()
        .where('id', '=', session.operator_id)
        .where('state', '=', 'active')
        .executeTakeFirst();
      return row ? { session: sessionOf(session), operator: operatorOf(row) } : null;
    });
  }

  async touch(digest: string, at: number): Promise<void> {
    await inRecords(() =>
      this.#records.db
        .updateTable('operator_sessions')
        .set({ last_used_at: at })
        .where('digest', '=', digest)
        .execute(),
    );
  }

  of(operatorId: string): Promise<readonly ConsoleSession[]> {
    return inRecords(async () => {
      const rows = await this.#records.db
        .selectFrom('operator_sessions')
        .selectAll()
        .where('operator_id', '=', operatorId)
        .orderBy('started_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(sessionOf);
    });
  }

  end(which: EndedSessions): Promise<number> {
    return inRecords(async () => {
      const sessions = this.#records.db.deleteFrom('operator_sessions').returning('id');
      if ('digest' in which) return (await sessions.where('digest', '=', which.digest).execute()).length;
      const own = sessions.where('operator_id', '=', which.operatorId);
      const ended =
        'id' in which
          ? own.where('id', '=', which.id)
          : own.$if(which.except !== null, (query) => query.where('id', '!=', which.except ?? ''));
      return (await ended.execute()).length;
    });
  }
}

/* A script that signs in for each of its calls fills no table. */
async function endOldest(transaction: Transaction<RecordsSchema>, operatorId: string): Promise<void> {
  const rows = await transaction
    .selectFrom('operator_sessions')
    .select('digest')
    .where('operator_id', '=', operatorId)
    .orderBy('last_used_at', 'desc')
    .execute();
  const oldest = rows.slice(MOST_SESSIONS - 1).map(({ digest }) => digest);
  if (oldest.length === 0) return;
  await transaction.deleteFrom('operator_sessions').where('digest', 'in', oldest).execute();
}

function rowOf(session: ConsoleSession): OperatorSessionTable {
  return {
    digest: session.digest,
    id: session.id,
    operator_id: session.operatorId,
    via: session.via,
    started_at: session.startedAt,
    last_used_at: session.lastUsedAt,
    expires_at: session.expiresAt,
    address: session.address,
    user_agent: storable(session.userAgent),
  };
}

function sessionOf(row: Selectable<OperatorSessionTable>): ConsoleSession {
  return {
    digest: row.digest,
    id: row.id,
    operatorId: row.operator_id,
    via: row.via as SignInVia,
    startedAt: row.started_at,
    lastUsedAt: row.last_used_at,
    expiresAt: row.expires_at,
    address: row.address,
    userAgent: row.user_agent,
  };
}
