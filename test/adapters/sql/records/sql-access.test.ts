import { sql } from 'kysely';
import {
  openMigratedRecords,
  type RecordDatabase,
} from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlAccessFeed } from '../../../../src/adapters/sql/records/sql-access-feed.ts';
import { SqlAccessSweep } from '../../../../src/adapters/sql/records/sql-access-sweep.ts';
import { SqlActivityNamespaces } from '../../../../src/adapters/sql/records/sql-activity-namespaces.ts';
import { SqlBlockedUsers } from '../../../../src/adapters/sql/records/sql-blocked-users.ts';
import { SqlSessionEnds } from '../../../../src/adapters/sql/records/sql-session-ends.ts';
import type { Clock } from '../../../../src/domain/shared/clock.ts';
import { type AccessParts, describeAccess } from '../../../contracts/access.ts';
import { recordStoreNames, recordTargets } from '../../../support/record-stores.ts';

const NUMBERED = ['session_ends', 'blocked_users', 'activity_namespaces'];

function partsOf(records: RecordDatabase, clock: Clock): AccessParts {
  return {
    ends: new SqlSessionEnds(records, clock),
    blocked: new SqlBlockedUsers(records, clock),
    namespaces: new SqlActivityNamespaces(records, clock),
    sweep: new SqlAccessSweep(records, clock),
    feed: (pageRows) => new SqlAccessFeed(records, clock, pageRows),
    close: () => records.close(),
  };
}

for (const name of recordStoreNames) {
  let opened: RecordDatabase;
  describeAccess({
    name,
    create: async () => {
      const target = await recordTargets[name]();
      opened = await openMigratedRecords(target, 'operations');
      const again = await openMigratedRecords(target, 'operations');
      // PostgreSQL has a clock of its own; the processes of a file have one.
      const off = name === 'PostgreSQL' ? 11 * 60_000 : 0;
      return [partsOf(opened, { now: () => Date.now() }), partsOf(again, { now: () => Date.now() + off })];
    },
    age: async (ms) => {
      for (const table of NUMBERED)
        await sql`update ${sql.table(table)} set no = no - ${ms}`.execute(opened.db);
      await sql`update access_counter set last = last - ${ms}`.execute(opened.db);
    },
  });
}
