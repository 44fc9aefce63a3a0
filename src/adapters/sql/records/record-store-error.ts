import { DependencyError } from '../../../domain/shared/dependency-error.ts';

/** Does something with the record store. @throws DependencyError for whatever the store throws */
export async function onRecords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DependencyError) throw cause;
    throw new DependencyError('record store', (cause as Error).message, { cause });
  }
}
