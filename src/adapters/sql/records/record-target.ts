import { join } from 'node:path';

/** Where the record store is: a database, or a folder for a SQLite file. */
export type RecordTarget =
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'sqlite'; readonly dir: string };

/** @param url `null`: SQLite in `dir` */
export function recordTargetOf(url: string | null, dir: string): RecordTarget {
  return url === null ? { kind: 'sqlite', dir } : { kind: 'postgres', url };
}

/** The path of the record store in `dir`. */
export function recordDatabasePath(dir: string): string {
  return join(dir, 'records.sqlite');
}
