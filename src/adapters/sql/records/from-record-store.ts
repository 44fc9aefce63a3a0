import type { Kysely } from 'kysely';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { RecordKind } from './record-database.ts';
import type { RecordsSchema } from './records-schema.ts';

/** Where the adapters of the record store find its tables: `db` throws while the store has not answered yet. */
export interface RecordTables {
  readonly kind: RecordKind;
  readonly db: Kysely<RecordsSchema>;
}

/** @throws DependencyError if the work fails */
export async function fromRecordStore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new DependencyError('record store', 'does not answer', { cause: error });
  }
}
