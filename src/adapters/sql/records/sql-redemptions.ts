import type { Kysely } from 'kysely';
import type { DeliveryState } from '../../../domain/deliveries/delivery.ts';
import type {
  CounterWin,
  RedeemResult,
  RedemptionOrder,
  Redemptions,
} from '../../../domain/deliveries/redemptions.ts';
import { fromRecordStore, type RecordTables } from './from-record-store.ts';
import type { RecordsSchema } from './records-schema.ts';

type Order = Pick<RedemptionOrder, 'activityId' | 'drawId' | 'requestId'>;

/** Redemptions in the table `deliveries`. */
export class SqlRedemptions implements Redemptions {
  readonly #records: RecordTables;

  constructor(records: RecordTables) {
    this.#records = records;
  }

  find(activityId: string, drawId: string): Promise<CounterWin | undefined> {
    return fromRecordStore(async () => (await rowOf(this.#records.db, activityId, drawId))?.win);
  }

  redeem(order: RedemptionOrder): Promise<RedeemResult> {
    const { activityId, drawId, requestId, place, at } = order;
    return fromRecordStore(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        // A second one waits here for the first, and then finds the row redeemed.
        const { numUpdatedRows } = await transaction
          .updateTable('deliveries')
          .set({ state: 'redeemed', place, changed_at: at, redeem_id: requestId })
          .where('activity_id', '=', activityId)
          .where('draw_id', '=', drawId)
          .where('method', '=', 'counter')
          .where('state', '=', 'ready')
          .executeTakeFirst();
        return resultOf(transaction, order, numUpdatedRows > 0n);
      }),
    );
  }

  redeemedBy(order: Order): Promise<RedeemResult> {
    return fromRecordStore(() => resultOf(this.#records.db, order, false));
  }
}

async function resultOf(db: Kysely<RecordsSchema>, order: Order, isNew: boolean): Promise<RedeemResult> {
  const row = await rowOf(db, order.activityId, order.drawId);
  if (!row) return { kind: 'missing' };
  const { win, redeemId } = row;
  return win.redemption !== null && redeemId === order.requestId
    ? { kind: 'redeemed', replayed: !isNew, win }
    : { kind: 'not_ready', win };
}

async function rowOf(db: Kysely<RecordsSchema>, activityId: string, drawId: string) {
  const row = await db
    .selectFrom('deliveries')
    .select(['uid', 'name', 'image', 'state', 'place', 'changed_at', 'redeem_id'])
    .where('activity_id', '=', activityId)
    .where('draw_id', '=', drawId)
    .where('method', '=', 'counter')
    .executeTakeFirst();
  if (!row) return undefined;
  const { uid, name, image, place, changed_at: at, redeem_id: redeemId } = row;
  const state = row.state as DeliveryState;
  const redemption = state === 'redeemed' ? { at, place: place ?? '' } : null;
  const win: CounterWin = { activityId, drawId, uid, name, image, state, redemption };
  return { win, redeemId };
}
