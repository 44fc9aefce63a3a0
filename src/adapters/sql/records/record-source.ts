import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { RecordDatabase } from './record-database.ts';

/** A record store, open or not yet: then `db` throws. */
export type RecordSource = Pick<RecordDatabase, 'kind' | 'db'>;

/** Does the work. @throws DependencyError if it fails */
export async function inRecords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DependencyError) throw cause;
    throw new DependencyError('record store', 'it did not do its part', { cause });
  }
}
