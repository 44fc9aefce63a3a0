import type { Selectable } from 'kysely';
import type { DeliveryState } from '../../../domain/deliveries/delivery.ts';
import type { DeliveryMethod } from '../../../domain/draws/prize-delivery.ts';
import type { RecordsSchema } from './records-schema.ts';

/** What lists of deliveries and of wins both say of a row of the table `deliveries`. */
export function wonOf(row: Selectable<RecordsSchema['deliveries']>) {
  return {
    activityId: row.activity_id,
    drawId: row.draw_id,
    uid: row.uid,
    prizeId: row.prize_id,
    unit: row.unit,
    method: row.method as DeliveryMethod,
    endpoint: row.endpoint,
    state: row.state as DeliveryState,
    name: row.name,
    image: row.image,
    claim: row.claim,
    claimUrl: row.claim_url,
    value: row.value,
    wonAt: row.won_at,
    until: row.until,
  };
}
