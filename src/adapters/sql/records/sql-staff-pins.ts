import { timingSafeEqual } from 'node:crypto';
import type { PinCheck, StaffPins } from '../../../domain/deliveries/staff-pins.ts';
import type { Vault } from '../../../domain/shared/vault.ts';
import { hashOfPin, isHashOfPin } from './pin-hash.ts';
import { inRecords, type RecordSource } from './record-source.ts';

/* Far more activities than use their counters at the same time. */
const MOST_KNOWN = 1000;

/** PINs in the table `counters`. */
export class SqlStaffPins implements StaffPins {
  readonly #records: RecordSource;
  readonly #vault: Pick<Vault, 'digest'>;
  /*
   * The digest of the right PIN by its stored hash, once it has been shown here: else each hand-over would take twice
   * 50 ms of CPU time. The row is read each time, so a PIN that was replaced is not taken.
   */
  readonly #known = new Map<string, string>();

  constructor(records: RecordSource, vault: Pick<Vault, 'digest'>) {
    this.#records = records;
    this.#vault = vault;
  }

  async set(activityId: string, pin: string, at: number): Promise<void> {
    const hash = await hashOfPin(this.#digestOf(activityId, pin));
    const row = { pin: hash, changed_at: at };
    await inRecords(() =>
      this.#records.db.transaction().execute((transaction) =>
        transaction
          .insertInto('counters')
          .values({ activity_id: activityId, ...row })
          .onConflict((conflict) => conflict.column('activity_id').doUpdateSet(row))
          .execute(),
      ),
    );
  }

  async check(activityId: string, pin: string): Promise<PinCheck> {
    const row = await inRecords(() =>
      this.#records.db
        .selectFrom('counters')
        .select('pin')
        .where('activity_id', '=', activityId)
        .executeTakeFirst(),
    );
    if (!row) return 'not_set';
    const digest = this.#digestOf(activityId, pin);
    const known = this.#known.get(row.pin);
    if (known !== undefined) return areEqual(known, digest) ? 'right' : 'wrong';
    if (!(await isHashOfPin(row.pin, digest))) return 'wrong';
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(row.pin, digest);
    return 'right';
  }

  #digestOf(activityId: string, pin: string): string {
    return this.#vault.digest(`pin:${activityId}:${pin}`);
  }
}

/* Digests of one length. */
function areEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
