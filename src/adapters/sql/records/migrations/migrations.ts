import { records } from './0001-records.ts';
import { releases } from './0002-releases.ts';

/** SQL of each migration, the same for SQLite and PostgreSQL; its number is its position, from 1. */
export const recordMigrations: readonly string[] = [records, releases];
