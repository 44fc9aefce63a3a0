import type { Kysely, Selectable } from 'kysely';
import type { DeliveryState } from '../../../domain/deliveries/delivery.ts';
import type {
  CounterWin,
  RedeemResult,
  RedemptionOrder,
  Redemptions,
} from '../../../domain/deliveries/redemptions.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

type Order = Pick<RedemptionOrder, 'activityId' | 'drawId' | 'requestId'>;

/** Redemptions in the table `deliveries`. */
export class SqlRedemptions implements Redemptions {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  find(activityId: string, drawId: string): Promise<CounterWin | undefined> {
    return inRecords(async () => {
      const row = await rowOf(this.#records.db, activityId, drawId);
      return row && winOf(row);
    });
  }

  redeem(order: RedemptionOrder): Promise<RedeemResult> {
    const { kind, db } = this.#records;
    return inRecords(async () => {
      // One statement, so that PostgreSQL needs no transaction and keeps a connection only for it.
      const redeemed = await (kind === 'postgres'
        ? redeemReady(db, order)
        : db.transaction().execute((transaction) => redeemReady(transaction, order)));
      return redeemed
        ? { kind: 'redeemed', replayed: false, win: winOf(redeemed) }
        : earlierResult(db, order);
    });
  }

  redeemedBy(order: Order): Promise<RedeemResult> {
    return inRecords(() => earlierResult(this.#records.db, order));
  }
}

const COLUMNS = [
  'activity_id',
  'draw_id',
  'uid',
  'name',
  'image',
  'state',
  'place',
  'changed_at',
  'redeem_id',
] as const;

type Row = Pick<Selectable<RecordsSchema['deliveries']>, (typeof COLUMNS)[number]>;

/* A second one waits here for the first, and then finds the row redeemed. */
function redeemReady(
  db: Kysely<RecordsSchema>,
  { activityId, drawId, requestId, place, at }: RedemptionOrder,
): Promise<Row | undefined> {
  return db
    .updateTable('deliveries')
    .set({ state: 'redeemed', place, changed_at: at, redeem_id: requestId })
    .where('activity_id', '=', activityId)
    .where('draw_id', '=', drawId)
    .where('method', '=', 'counter')
    .where('state', '=', 'ready')
    .returning(COLUMNS)
    .executeTakeFirst();
}

async function earlierResult(
  db: Kysely<RecordsSchema>,
  { activityId, drawId, requestId }: Order,
): Promise<RedeemResult> {
  const row = await rowOf(db, activityId, drawId);
  if (!row) return { kind: 'missing' };
  const win = winOf(row);
  const isOwn = win.redemption !== null && row.redeem_id === requestId;
  return isOwn ? { kind: 'redeemed', replayed: true, win } : { kind: 'not_ready', win };
}

function rowOf(db: Kysely<RecordsSchema>, activityId: string, drawId: string): Promise<Row | undefined> {
  return db
    .selectFrom('deliveries')
    .select(COLUMNS)
    .where('activity_id', '=', activityId)
    .where('draw_id', '=', drawId)
    .where('method', '=', 'counter')
    .executeTakeFirst();
}

function winOf({ uid, name, image, place, ...row }: Row): CounterWin {
  const state = row.state as DeliveryState;
  const redemption = state === 'redeemed' ? { at: row.changed_at, place: place ?? '' } : null;
  return { activityId: row.activity_id, drawId: row.draw_id, uid, name, image, state, redemption };
}
