import type { Database } from 'libsql';

/**
 * Does all of the work or none of it. libsql's own `transaction` replaces the error of the work by another one where
 * SQLite has already rolled back, as it does on a full disk.
 */
export function inTransaction<T>(db: Database, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
