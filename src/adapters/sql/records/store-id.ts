import type { Kysely } from 'kysely';
import type { RecordsSchema } from './records-schema.ts';

/** The id of a record store, made with its tables. */
export async function storeIdOf(db: Kysely<RecordsSchema>): Promise<string> {
  const { id } = await db.selectFrom('store').select('id').executeTakeFirstOrThrow();
  return id;
}
