import { type Selectable, sql, type Transaction } from 'kysely';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { BlockedUser, BlockedUsers } from '../../../domain/visitors/blocked-users.ts';
import { nextAccessNumber } from './access-number.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';
import { storable } from './storable.ts';

/** In the table `blocked_users`. A user who was unblocked stays there for a while, so that all processes see it. */
export class SqlBlockedUsers implements BlockedUsers {
  readonly #records: RecordSource;
  readonly #clock: Clock;

  constructor(records: RecordSource, clock: Clock) {
    this.#records = records;
    this.#clock = clock;
  }

  block({ uid: asked, reason, by }: Omit<BlockedUser, 'at'>): Promise<boolean> {
    const uid = storable(asked);
    return this.#change(async (transaction, { no, at }) => {
      const wasBlocked = await isBlocked(transaction, uid);
      const row = { reason: storable(reason), by_name: storable(by), at, no, is_blocked: 1 };
      await transaction
        .insertInto('blocked_users')
        .values({ uid, ...row })
        .onConflict((conflict) => conflict.column('uid').doUpdateSet(row))
        .execute();
      return !wasBlocked;
    });
  }

  unblock(uid: string): Promise<boolean> {
    return this.#change(async (transaction, { no }) => {
      const { numUpdatedRows } = await transaction
        .updateTable('blocked_users')
        .set({ is_blocked: 0, no })
        .where('uid', '=', storable(uid))
        .where('is_blocked', '=', 1)
        .executeTakeFirstOrThrow();
      return numUpdatedRows > 0n;
    });
  }

  find(uid: string): Promise<BlockedUser | null> {
    return inRecords(async () => {
      const row = await this.#blocked().where('uid', '=', storable(uid)).executeTakeFirst();
      return row ? blockedUserOf(row) : null;
    });
  }

  page(before: Pick<BlockedUser, 'uid' | 'at'> | null, limit: number): Promise<readonly BlockedUser[]> {
    return inRecords(async () => {
      const rows = await this.#blocked()
        .$if(before !== null, (query) =>
          query.where(sql<boolean>`(at, uid) < (${before?.at ?? 0}, ${before?.uid ?? ''})`),
        )
        .orderBy('at', 'desc')
        .orderBy('uid', 'desc')
        .limit(limit)
        .execute();
      return rows.map(blockedUserOf);
    });
  }

  #blocked() {
    // The number itself, and no parameter: only so do partial indexes fit.
    return this.#records.db.selectFrom('blocked_users').selectAll().where(sql<boolean>`is_blocked = 1`);
  }

  #change<T>(
    change: (
      transaction: Transaction<RecordsSchema>,
      number: { readonly no: number; readonly at: number },
    ) => Promise<T>,
  ): Promise<T> {
    return inRecords(() =>
      this.#records.db
        .transaction()
        .execute(async (transaction) =>
          change(transaction, await nextAccessNumber(transaction, this.#records.kind, this.#clock)),
        ),
    );
  }
}

async function isBlocked(transaction: Transaction<RecordsSchema>, uid: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('blocked_users')
    .select('is_blocked')
    .where('uid', '=', uid)
    .executeTakeFirst();
  return row?.is_blocked === 1;
}

function blockedUserOf(row: Selectable<RecordsSchema['blocked_users']>): BlockedUser {
  return { uid: row.uid, reason: row.reason, by: row.by_name, at: row.at };
}
