import { DependencyError } from '../../../domain/shared/dependency-error.ts';

/** Does the work. @throws DependencyError if it fails */
export function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new DependencyError('draw ledger', 'SQLite did not do its part', { cause });
  }
}
