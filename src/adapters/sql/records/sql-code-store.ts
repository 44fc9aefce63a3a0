import { type Kysely, sql, type Transaction } from 'kysely';
import type {
  AddedCodes,
  CodePlace,
  CodeStore,
  ReplacedCode,
} from '../../../domain/deliveries/code-store.ts';
import type { Vault } from '../../../domain/shared/vault.ts';
import { codeDigest, codePlace } from './code-place.ts';
import { insertRows, tableOf } from './insert-rows.ts';
import { inRecords, type RecordSource } from './record-source.ts';
import type { RecordsSchema } from './records-schema.ts';

const CODE_COLUMNS = {
  activity_id: 'text',
  prize_id: 'text',
  unit: 'int8',
  code: 'text',
  digest: 'text',
} as const;

/** Redeem codes in the record store, sealed. The row of a pool is its lock. */
export class SqlCodeStore implements CodeStore {
  readonly #records: RecordSource;
  readonly #vault: Vault;

  constructor(records: RecordSource, vault: Vault) {
    this.#records = records;
    this.#vault = vault;
  }

  add(place: CodePlace, codes: readonly string[]): Promise<AddedCodes> {
    const { activityId, prizeId } = place;
    const byDigest = new Map(codes.map((code) => [codeDigest(this.#vault, activityId, prizeId, code), code]));
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction) => {
        const before = await this.#lock(transaction, place);
        for (const digest of await this.#known(transaction, [...byDigest.keys()])) byDigest.delete(digest);
        const added = byDigest.size;
        const size = before + added;
        if (added > 0) {
          const rows = [...byDigest].map(([digest, code], index) => {
            const unit = before + index + 1;
            const sealed = this.#vault.seal(code, codePlace(activityId, prizeId, unit));
            return { activity_id: activityId, prize_id: prizeId, unit, code: sealed, digest };
          });
          await insertRows(this.#records.kind, 'codes', CODE_COLUMNS, rows).execute(transaction);
          await transaction
            .updateTable('code_pools')
            .set({ size })
            .where('activity_id', '=', activityId)
            .where('prize_id', '=', prizeId)
            .execute();
        }
        return { added, known: codes.length - added, size };
      }),
    );
  }

  replace(place: CodePlace, unit: number, code: string): Promise<ReplacedCode> {
    const { activityId, prizeId } = place;
    const digest = codeDigest(this.#vault, activityId, prizeId, code);
    return inRecords(() =>
      this.#records.db.transaction().execute(async (transaction): Promise<ReplacedCode> => {
        await this.#lock(transaction, place);
        const old = await transaction
          .selectFrom('codes')
          .select('digest')
          .where('activity_id', '=', activityId)
          .where('prize_id', '=', prizeId)
          .where('unit', '=', unit)
          .executeTakeFirst();
        if (!old) return { kind: 'no_such_unit' };
        // A repeat: it may be that only the answer was lost.
        if (old.digest === digest) return { kind: 'replaced' };
        if ((await this.#known(transaction, [digest])).length > 0) return { kind: 'code_known' };
        await transaction
          .insertInto('withdrawn_codes')
          .values({ activity_id: activityId, prize_id: prizeId, digest: old.digest })
          .execute();
        await transaction
          .updateTable('codes')
          .set({ code: this.#vault.seal(code, codePlace(activityId, prizeId, unit)), digest })
          .where('activity_id', '=', activityId)
          .where('prize_id', '=', prizeId)
          .where('unit', '=', unit)
          .execute();
        return { kind: 'replaced' };
      }),
    );
  }

  known({ activityId, prizeId }: CodePlace, codes: readonly string[]): Promise<number> {
    const digests = codes.map((code) => codeDigest(this.#vault, activityId, prizeId, code));
    return inRecords(async () => (await this.#known(this.#records.db, digests)).length);
  }

  /* Others who change the codes of this prize wait. @returns the size of the pool */
  async #lock(transaction: Transaction<RecordsSchema>, { activityId, prizeId }: CodePlace): Promise<number> {
    await transaction
      .insertInto('code_pools')
      .values({ activity_id: activityId, prize_id: prizeId, size: 0 })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { size } = await transaction
      .selectFrom('code_pools')
      .select('size')
      .where('activity_id', '=', activityId)
      .where('prize_id', '=', prizeId)
      .$if(this.#records.kind === 'postgres', (query) => query.forUpdate())
      .executeTakeFirstOrThrow();
    return size;
  }

  /*
   * Those of the digests that are loaded, or were replaced. Each is looked up by itself, as a subquery is that has one value:
   * PostgreSQL, which takes a table that is being filled for an empty one, would else read all of it for each batch.
   */
  async #known(db: Kysely<RecordsSchema>, digests: readonly string[]): Promise<readonly string[]> {
    if (digests.length === 0) return [];
    const found = (table: 'codes' | 'withdrawn_codes') =>
      sql`(select 1 from ${sql.table(table)} where digest = wanted.value)`;
    const wanted = tableOf(this.#records.kind, digests);
    const { rows } = await sql<{ value: string }>`select value from ${wanted} as wanted
      where coalesce(${found('codes')}, ${found('withdrawn_codes')}) is not null`.execute(db);
    return rows.map(({ value }) => value);
  }
}
