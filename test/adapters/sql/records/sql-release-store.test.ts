import { expect } from 'chai';
import { SqlReleaseStore } from '../../../../src/adapters/sql/records/sql-release-store.ts';
import { describeReleaseHistory } from '../../../contracts/release-history.ts';
import { describeReleaseRaces } from '../../../contracts/release-races.ts';
import { describeReleaseStore } from '../../../contracts/release-store.ts';
import { appendedOf, published } from '../../../contracts/sample-releases.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';
import { openedReleases } from './opened-releases.ts';

for (const name of recordStoreNames) {
  const create = () => openedReleases(name);
  describeReleaseStore({ name, create });
  describeReleaseHistory({ name, create });
  describeReleaseRaces({ name, create });
}

describe('SqlReleaseStore', () => {
  it('keeps the changes of an activity in their order where the clock of a store on this machine is set back', async () => {
    const records = await newRecords('SQLite');
    let now = 1_790_000_000_000;
    const store = new SqlReleaseStore(records, { now: () => now });
    const [first] = appendedOf(await store.append([published('a', { leadMs: 750 })]));
    expect(first).to.deep.include({ at: now, inForceAt: now + 750 });
    now -= 500;
    const second = published('a', { no: 2, after: first?.version ?? 0, leadMs: 750 });
    const [later, other] = appendedOf(await store.append([second, published('b', { leadMs: 0 })]));
    expect(later).to.deep.include({ at: first?.at, inForceAt: first?.inForceAt });
    expect(other).to.deep.include({ at: now, inForceAt: now });
    // What a clock that was far ahead has written holds up nothing.
    now -= 3_600_000;
    const third = published('a', { no: 3, after: later?.version ?? 0, leadMs: 750 });
    const [next] = appendedOf(await store.append([third]));
    expect(next).to.deep.include({ at: now, inForceAt: now + 750 });
    await records.close();
  });

  it('goes by the clock of the store where that is a server', async () => {
    const records = await newRecords('PostgreSQL');
    const store = new SqlReleaseStore(records, { now: () => 1 });
    const [appended] = appendedOf(await store.append([published('a')]));
    expect(appended?.at).to.be.closeTo(Date.now(), 5000);
    await records.close();
  });
});
