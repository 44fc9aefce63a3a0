import type { Database } from 'libsql';

/**
 * Does all of the work or none of it. libsql's own `transaction` replaces the error of the work by another one where
 * SQLite has already rolled back, as it does on a full disk.
 */
export function inTransaction<T>(db: Database, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  return toTheEnd(db, work);
}

/**
 * The same without waiting for another writer.
 * @param busyTimeoutMs what the connection has, for all other statements
 * @returns `null` if another connection is writing; then nothing was done
 */
export function tryInTransaction<T>(
  db: Database,
  busyTimeoutMs: number,
  work: () => T,
): { readonly result: T } | null {
  try {
    db.exec('PRAGMA busy_timeout = 0; BEGIN IMMEDIATE');
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return null;
    throw error;
  } finally {
    db.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  }
  return { result: toTheEnd(db, work) };
}

function toTheEnd<T>(db: Database, work: () => T): T {
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
