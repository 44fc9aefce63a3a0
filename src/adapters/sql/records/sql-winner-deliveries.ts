import { z } from 'zod';
import { DELIVERY_STATES } from '../../../domain/deliveries/delivery.ts';
import type { WinnerDeliveries, WinnerDelivery } from '../../../domain/deliveries/winner-deliveries.ts';
import { DELIVERY_METHODS, FORM_FIELDS } from '../../../domain/draws/prize-delivery.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { RecordConnection } from './record-connection.ts';

const text = z.string();

const row = z
  .object({
    draw_id: text,
    prize_id: text,
    unit: z.int(),
    method: z.enum(DELIVERY_METHODS),
    state: z.enum(DELIVERY_STATES),
    name: text,
    image: text.nullable(),
    claim: text.nullable(),
    claim_url: text.nullable(),
    value: text.nullable(),
    until: z.int().nullable(),
    fields: text.nullable(),
    form: text.nullable(),
  })
  .transform(({ draw_id, prize_id, claim_url, fields, form, ...rest }): WinnerDelivery => {
    return {
      ...rest,
      drawId: draw_id,
      prizeId: prize_id,
      claimUrl: claim_url,
      fields: fields === null ? [] : fieldNames.parse(JSON.parse(fields)),
      sealedForm: form,
    };
  });

const fieldNames = z.array(z.enum(FORM_FIELDS));

/** Deliveries as winners see them, in the record store. */
export class SqlWinnerDeliveries implements WinnerDeliveries {
  readonly #records: Pick<RecordConnection, 'db'>;

  constructor(records: Pick<RecordConnection, 'db'>) {
    this.#records = records;
  }

  async ofDraws(
    activityId: string,
    uid: string,
    drawIds: readonly string[],
  ): Promise<ReadonlyMap<string, WinnerDelivery>> {
    // PostgreSQL knows no empty list.
    if (drawIds.length === 0) return new Map();
    try {
      const rows = await this.#records.db
        .selectFrom('deliveries as delivery')
        .leftJoin('forms as form', (join) =>
          join
            .onRef('form.activity_id', '=', 'delivery.activity_id')
            .onRef('form.draw_id', '=', 'delivery.draw_id'),
        )
        .select(['delivery.draw_id', 'prize_id', 'unit', 'method', 'state', 'name', 'image', 'claim'])
        .select(['claim_url', 'value', 'until', 'fields', 'form.form'])
        .where('delivery.activity_id', '=', activityId)
        .where('delivery.draw_id', 'in', drawIds)
        .where('uid', '=', uid)
        .execute();
      return new Map(rows.map((each) => row.parse(each)).map((delivery) => [delivery.drawId, delivery]));
    } catch (error) {
      throw new DependencyError('record store', 'deliveries cannot be read', { cause: error });
    }
  }
}
