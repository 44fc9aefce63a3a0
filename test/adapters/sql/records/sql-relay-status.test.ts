import { expect } from 'chai';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlLease } from '../../../../src/adapters/sql/records/sql-lease.ts';
import { RELAY_LEASE, SqlRelayStatus } from '../../../../src/adapters/sql/records/sql-relay-status.ts';
import { SqlRelayStore } from '../../../../src/adapters/sql/records/sql-relay-store.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';
import { batchOf, drawEntry } from '../../../support/sample-entries.ts';

for (const name of recordStoreNames) {
  describe(`RelayStatus: ${name}`, () => {
    let records: RecordDatabase;
    let status: SqlRelayStatus;
    beforeEach(async () => {
      records = await newRecords(name);
      status = new SqlRelayStatus(records);
    });
    afterEach(() => records.close());

    it('has no lag before the first relay', async () => {
      expect(await status.state(10_000)).to.deep.equal({ lagSeconds: 0, halted: [] });
    });

    it('is behind since the oldest entry that waits, and since the lease of the relay ended', async () => {
      const lease = new SqlLease(records, RELAY_LEASE);
      await lease.take('a', 10_000, 100_000);
      await status.note(95_000);
      expect(await status.state(105_000)).to.have.property('lagSeconds', 10);
      await status.note(null);
      expect(await status.state(105_000)).to.have.property('lagSeconds', 0);
      expect(await status.state(112_000)).to.have.property('lagSeconds', 2);
    });

    it('misses a relay whose clock was ahead for as long as it was ahead, and no one whose clock differs a little', async () => {
      const lease = new SqlLease(records, RELAY_LEASE);
      await lease.take('a', 10_000, 3_700_000);
      expect(await status.state(100_000)).to.have.property('lagSeconds', 3600);
      expect(await lease.take('b', 10_000, 100_000)).to.be.a('number');
      expect(await status.state(100_000)).to.have.property('lagSeconds', 0);
      // Up to one term ahead.
      expect(await status.state(90_000)).to.have.property('lagSeconds', 0);
      expect(await status.state(89_999)).to.have.property('lagSeconds', 10.001);
    });

    it('lists the logs that are halted', async () => {
      const store = new SqlRelayStore(records);
      await store.append(batchOf([drawEntry(1)]));
      await store.halt('1', 'root', 777, 'entry_differs');
      const { halted } = await status.state(0);
      expect(halted).to.deep.equal([{ activityId: '1', log: 'root', at: 777, reason: 'entry_differs' }]);
    });
  });
}
