import type { Kysely } from 'kysely';
import type { ClaimedDelivery, Claiming } from '../../../domain/deliveries/delivery-queue.ts';
import type { RecordsSchema } from './records-schema.ts';

type ClaimedRow = Awaited<ReturnType<ReturnType<typeof claimable>['execute']>>[number];

/** Deliveries that may be sent now, with their forms; see `DeliveryQueue.claim`. */
export function claimable(db: Kysely<RecordsSchema>, { endpoint, now, limit, leaseMs }: Claiming) {
  return (
    db
      .selectFrom('deliveries')
      .leftJoin('forms', (join) =>
        join
          .onRef('forms.activity_id', '=', 'deliveries.activity_id')
          .onRef('forms.draw_id', '=', 'deliveries.draw_id'),
      )
      .select([
        'deliveries.activity_id',
        'deliveries.draw_id',
        'uid',
        'prize_id',
        'unit',
        'name',
        'value',
        'won_at',
        'method',
        'attempts',
        'fence',
        'forms.form',
      ])
      .where('endpoint', '=', endpoint)
      .where('due_at', 'is not', null)
      .where('due_at', '<=', now)
      // A lease that is longer than any comes from a clock that was wrong.
      .where(({ eb, or }) =>
        or([
          eb('lease_until', 'is', null),
          eb('lease_until', '<=', now),
          eb('lease_until', '>', now + 2 * leaseMs),
        ]),
      )
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('endpoints').select('endpoints.name').where('endpoints.name', '=', endpoint))),
      )
      .orderBy('due_at')
      .orderBy('won_at')
      .orderBy('deliveries.draw_id')
      .limit(limit)
  );
}

export function claimedOf(row: ClaimedRow): ClaimedDelivery {
  return {
    prize: {
      activityId: row.activity_id,
      drawId: row.draw_id,
      uid: row.uid,
      prizeId: row.prize_id,
      unit: row.unit,
      name: row.name,
      value: row.value,
      wonAt: row.won_at,
    },
    sealedForm: row.form,
    wantsForm: row.method === 'form',
    attempts: row.attempts,
    fence: row.fence + 1,
  };
}
