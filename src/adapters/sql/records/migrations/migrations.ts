import type { RecordTarget } from '../record-target.ts';
import { records } from './0001-records.ts';
import { releases } from './0002-releases.ts';
import { operators } from './0003-operators.ts';
import { consoleDrafts } from './0004-console-drafts.ts';
import { people } from './0005-people.ts';
import { visits } from './0006-visits.ts';
import { testLinks } from './0007-test-links.ts';
import { begunActions } from './0008-begun-actions.ts';
import { access } from './0009-access.ts';

/** SQL that is the same for SQLite and PostgreSQL, or is made for one of them. */
export type RecordMigration = string | ((kind: RecordTarget['kind']) => string);

/** Each migration; its number is its position, from 1. */
export const recordMigrations: readonly RecordMigration[] = [
  records,
  releases,
  operators,
  consoleDrafts,
  people,
  visits,
  testLinks,
  begunActions,
  access,
];
