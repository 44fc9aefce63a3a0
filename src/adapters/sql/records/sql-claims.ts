import { sql, type Transaction } from 'kysely';
import {
  type ClaimResult,
  type Claims,
  FORM_SENT_AFTER_MS,
  type FormClaim,
} from '../../../domain/deliveries/claims.ts';
import type { DeliveryState } from '../../../domain/deliveries/delivery.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

/* In which a form may be filled in or changed. */
const OPEN_STATES = ['form_wanted', 'form_received'] as const satisfies readonly DeliveryState[];

/** The forms of winners, in the record store. */
export class SqlClaims implements Claims {
  readonly #records: RecordSource;

  constructor(records: RecordSource) {
    this.#records = records;
  }

  claim(claim: FormClaim): Promise<ClaimResult> {
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction): Promise<ClaimResult> => {
        // The delivery first: it makes another claim wait, and a sender pass by.
        if (!(await accepted(transaction, claim))) return refusal(transaction, claim);
        await recordForm(transaction, claim);
        return { kind: 'claimed' };
      }),
    );
  }
}

/* A lease that is over was of a sender that ended, and may have sent the form before. */
async function accepted(
  transaction: Transaction<RecordsSchema>,
  { activityId, drawId, uid, at }: FormClaim,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('deliveries')
    .set({
      state: 'form_received',
      changed_at: at,
      due_at: sql<number>`case when endpoint is null then null else cast(${at + FORM_SENT_AFTER_MS} as int8) end`,
    })
    .where('activity_id', '=', activityId)
    .where('draw_id', '=', drawId)
    .where('uid', '=', uid)
    .where('method', '=', 'form')
    .where('state', 'in', OPEN_STATES)
    .where('attempts', '=', 0)
    .where('lease_until', 'is', null)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', at)]))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

async function recordForm(
  transaction: Transaction<RecordsSchema>,
  { activityId, drawId, sealedForm, at }: FormClaim,
): Promise<void> {
  await transaction
    .insertInto('forms')
    .values({ activity_id: activityId, draw_id: drawId, form: sealedForm, received_at: at, changed_at: at })
    .onConflict((conflict) =>
      conflict.columns(['activity_id', 'draw_id']).doUpdateSet({ form: sealedForm, changed_at: at }),
    )
    .execute();
}

async function refusal(
  transaction: Transaction<RecordsSchema>,
  { activityId, drawId, uid, at }: FormClaim,
): Promise<ClaimResult> {
  const delivery = await transaction
    .selectFrom('deliveries')
    .select(['method', 'state', 'attempts', 'lease_until', 'until'])
    .where('activity_id', '=', activityId)
    .where('draw_id', '=', drawId)
    .where('uid', '=', uid)
    .executeTakeFirst();
  if (!delivery) return { kind: 'no_such_win' };
  const { method, state, attempts, lease_until, until } = delivery;
  if (method !== 'form') return { kind: 'not_a_form' };
  const isOpen = OPEN_STATES.some((open) => open === state) && attempts === 0 && lease_until === null;
  return { kind: isOpen && until !== null && until <= at ? 'too_late' : 'already_sent' };
}
