import {
  openMigratedRecords,
  type RecordDatabase,
} from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlClaims } from '../../../../src/adapters/sql/records/sql-claims.ts';
import { type ClaimsStore, describeClaims } from '../../../contracts/claims.ts';
import { addFormWins } from '../../../support/delivery-rows.ts';
import { recordStoreNames, recordTargets } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describeClaims({
    name,
    create: async (processes) => {
      const target = await recordTargets[name]();
      const opened: ClaimsStore[] = [];
      for (let no = 0; no < processes; no++)
        opened.push(storeOf(await openMigratedRecords(target, 'visitor')));
      return opened;
    },
  });
}

function storeOf(records: RecordDatabase): ClaimsStore {
  const { db, kind } = records;
  return {
    claims: new SqlClaims(records),
    add: (...rows) => addFormWins(records, ...rows),
    recorded: async (drawId) => {
      const row = await db
        .selectFrom('deliveries as d')
        .leftJoin('forms as f', (join) =>
          join.onRef('f.activity_id', '=', 'd.activity_id').onRef('f.draw_id', '=', 'd.draw_id'),
        )
        .select(['state', 'due_at as dueAt', 'd.changed_at as changedAt'])
        .select(['form', 'received_at as receivedAt', 'f.changed_at as formChangedAt'])
        .where('d.draw_id', '=', drawId)
        .executeTakeFirstOrThrow();
      return { ...row };
    },
    take: (drawId, now) =>
      db.transaction().execute(async (transaction) => {
        const due = await transaction
          .selectFrom('deliveries')
          .select(['activity_id', 'fence'])
          .where('draw_id', '=', drawId)
          .where('due_at', '<=', now)
          .where((where) => where.or([where('lease_until', 'is', null), where('lease_until', '<=', now)]))
          .$if(kind === 'postgres', (query) => query.forUpdate().skipLocked())
          .executeTakeFirst();
        if (!due) return null;
        await transaction
          .updateTable('deliveries')
          .set({ lease_until: now + 60_000, fence: due.fence + 1 })
          .where('draw_id', '=', drawId)
          .execute();
        const kept = await transaction
          .selectFrom('forms')
          .select('form')
          .where('draw_id', '=', drawId)
          .executeTakeFirst();
        return kept?.form ?? 'no form';
      }),
    close: () => records.close(),
  };
}
