import type { Database } from 'libsql';
import { inTransaction } from './in-transaction.ts';
import { migrations } from './migrations/migrations.ts';

/**
 * Brings the file's schema to the latest number, in one transaction. The number is stored in the file as
 * `user_version`. A file that has the latest number is not written.
 * @param steps SQL of each migration; its number is its position, from 1
 * @throws Error if the file's number is higher than the latest known
 */
export function migrate(db: Database, steps: readonly string[] = migrations): void {
  if (schemaNumberOf(db, steps) === steps.length) return;
  inTransaction(db, () => {
    // Read again: another process may have migrated the file in the meantime.
    for (const sql of steps.slice(schemaNumberOf(db, steps))) db.exec(sql);
    db.pragma(`user_version = ${steps.length}`);
  });
}

/** @throws Error if the file's number is higher than the latest known */
export function schemaNumberOf(db: Database, steps: readonly string[] = migrations): number {
  const [row] = db.pragma('user_version') as [{ user_version: number }];
  if (row.user_version <= steps.length) return row.user_version;
  throw new Error(
    `${pathOf(db)} has schema ${row.user_version}, and this program knows schemas up to ${steps.length}: ` +
      'a newer program has written it. Start that program, or restore a backup from before it',
  );
}

/** @throws Error if the file's number is not the latest known */
export function assertLatestSchema(db: Database): void {
  const number = schemaNumberOf(db);
  if (number === migrations.length) return;
  throw new Error(
    `${pathOf(db)} has schema ${number}, and this program reads schema ${migrations.length}: ` +
      'an earlier program has written it. Start the service of this program once, which migrates the file',
  );
}

/* `name`, which says it in better-sqlite3, is empty in libsql. */
function pathOf(db: Database): string {
  const [main] = db.pragma('database_list') as [{ file: string }];
  return main.file;
}
