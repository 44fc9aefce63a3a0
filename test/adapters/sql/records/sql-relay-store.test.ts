import { openMigratedRecords } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlArchiveRecovery } from '../../../../src/adapters/sql/records/sql-archive-recovery.ts';
import { SqlDrawArchive } from '../../../../src/adapters/sql/records/sql-draw-archive.ts';
import { SqlRelayStore } from '../../../../src/adapters/sql/records/sql-relay-store.ts';
import { describeRelayStore } from '../../../contracts/relay-store.ts';
import { MemoryRelayStore } from '../../../support/memory-relay-store.ts';
import { recordStoreNames, recordTargets } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describeRelayStore({
    name,
    create: async () => {
      const target = await recordTargets[name]();
      const records = await openMigratedRecords(target, 'operations');
      const again = await openMigratedRecords(target, 'operations');
      return {
        store: new SqlRelayStore(records),
        other: new SqlRelayStore(again),
        archive: new SqlDrawArchive(records),
        recovery: new SqlArchiveRecovery(records),
        deliveries: async () => {
          const rows = await records.db
            .selectFrom('deliveries')
            .select(['draw_id', 'state', 'unit'])
            .execute();
          return rows.map(({ draw_id, state, unit }) => ({ drawId: draw_id, state, unit }));
        },
        seeds: async () => {
          const rows = await records.db.selectFrom('archive_seeds').select('secret').execute();
          return rows.map(({ secret }) => secret);
        },
        rules: async () => {
          const rows = await records.db.selectFrom('archive_rules').select('head').execute();
          return rows.map(({ head }) => head);
        },
        close: async () => {
          await records.close();
          await again.close();
        },
      };
    },
  });
}

describeRelayStore({
  name: 'memory, for tests',
  create: async () => {
    const store = new MemoryRelayStore();
    return {
      store,
      other: store,
      archive: store,
      recovery: store,
      deliveries: async () =>
        [...store.deliveries.values()].map(({ drawId, unit, state, isFailed }) => ({
          drawId,
          unit,
          state: isFailed ? 'failed' : state,
        })),
      seeds: async () => [...store.seeds.values()].map(({ secret }) => secret),
      rules: async () => [...store.rules.values()].map(({ head }) => head),
      close: async () => {},
    };
  },
});
