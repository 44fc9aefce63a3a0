import { type Kysely, sql } from 'kysely';
import type {
  ClaimedDelivery,
  Claiming,
  DeliveryQueue,
  Settlement,
} from '../../../domain/deliveries/delivery-queue.ts';
import { claimable, claimedOf } from './claimable-deliveries.ts';
import { dueAsWon } from './due-as-won.ts';
import { GatheredWrites } from './gathered-writes.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

/* In SQLite other writers wait meanwhile, for some 10 ms. */
const BROUGHT_FORWARD_AT_ONCE = 1000;

const SETTLED_AT_ONCE = 50;

interface Settling {
  readonly claim: ClaimedDelivery;
  readonly settlement: Settlement;
  readonly now: number;
}

export class SqlDeliveryQueue implements DeliveryQueue {
  readonly #records: RecordSource;
  readonly #settlements = new GatheredWrites<Settling, boolean>(SETTLED_AT_ONCE, (all) => this.#settle(all));

  constructor(records: RecordSource) {
    this.#records = records;
  }

  claim(claiming: Claiming): Promise<readonly ClaimedDelivery[]> {
    return inRecords(async () => {
      const { db, kind } = this.#records;
      // Most of the time nothing is due, and to find that out takes no lock.
      const isAnyDue = await claimable(db, { ...claiming, limit: 1 }).executeTakeFirst();
      if (!isAnyDue) return [];
      return db.transaction().execute(async (transaction) => {
        const rows = await claimable(transaction, claiming)
          .$if(kind === 'postgres', (query) => query.forUpdate('deliveries').skipLocked())
          .execute();
        if (rows.length === 0) return [];
        await transaction
          .updateTable('deliveries')
          .set({ lease_until: claiming.now + claiming.leaseMs, fence: sql`fence + 1` })
          .where((where) =>
            where.or(rows.map(({ activity_id, draw_id }) => where.and({ activity_id, draw_id }))),
          )
          .execute();
        return rows.map(claimedOf);
      });
    });
  }

  settle(claim: ClaimedDelivery, settlement: Settlement, now: number): Promise<boolean> {
    return this.#settlements.add({ claim, settlement, now });
  }

  bringForward(endpoint: string, now: number): Promise<number> {
    return inRecords(async () => {
      for (let all = 0; ; ) {
        const part = await this.#records.db
          .transaction()
          .execute((transaction) => bringPartForward(transaction, endpoint, now));
        all += part;
        if (part < BROUGHT_FORWARD_AT_ONCE) return all;
      }
    });
  }

  #settle(all: readonly Settling[]): Promise<readonly boolean[]> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const taken: boolean[] = [];
        for (const settling of all) taken.push(await settleOne(transaction, settling));
        return taken;
      }),
    );
  }

  /* From name to name by the index: there are few, and there may be a million deliveries. */
  endpoints(): Promise<readonly string[]> {
    return inRecords(async () => {
      const names: string[] = [];
      for (let last: string | null = ''; last !== null; ) {
        const row: { name: string | null } | undefined = await this.#records.db
          .selectFrom('deliveries')
          .select(({ fn }) => fn.min('endpoint').as('name'))
          .where('due_at', 'is not', null)
          .where('endpoint', '>', last)
          .executeTakeFirst();
        last = row?.name ?? null;
        if (last !== null) names.push(last);
      }
      return names;
    });
  }
}

async function settleOne(db: Kysely<RecordsSchema>, { claim, settlement, now }: Settling): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ ...columnsOf(settlement, claim, now), lease_until: null })
    .where('activity_id', '=', claim.prize.activityId)
    .where('draw_id', '=', claim.prize.drawId)
    .where('fence', '=', claim.fence)
    .where('lease_until', 'is not', null)
    // What an operator has ended meanwhile stays as it is.
    .where('due_at', 'is not', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function bringPartForward(db: Kysely<RecordsSchema>, endpoint: string, now: number): Promise<number> {
  const waiting = db
    .selectFrom('deliveries as waiting')
    .select(['waiting.activity_id', 'waiting.draw_id'])
    .where('waiting.endpoint', '=', endpoint)
    .where('waiting.attempts', '>', 0)
    .where('waiting.due_at', '>', dueAsWon(now, 'waiting.won_at'))
    .limit(BROUGHT_FORWARD_AT_ONCE);
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ due_at: dueAsWon(now) })
    .where(({ eb, refTuple }) =>
      eb(refTuple('activity_id', 'draw_id'), 'in', waiting.$asTuple('activity_id', 'draw_id')),
    )
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

function columnsOf(settlement: Settlement, { attempts }: ClaimedDelivery, now: number) {
  const made = { attempts: attempts + 1 };
  switch (settlement.kind) {
    case 'delivered':
      return { ...made, state: 'delivered', due_at: null, last_error: null, changed_at: now };
    case 'failed':
      return { ...made, state: 'failed', due_at: null, last_error: settlement.error, changed_at: now };
    case 'retry':
      return { ...made, due_at: settlement.dueAt, last_error: settlement.error };
    case 'put_back':
      return settlement.error === null ? {} : { last_error: settlement.error };
  }
}
