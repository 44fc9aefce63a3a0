import { SqlScheduledReleases } from '../../../../src/adapters/sql/records/sql-scheduled-releases.ts';
import { describeScheduledReleases } from '../../../contracts/scheduled-releases.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';
import { openedTwice } from './opened-twice.ts';

for (const name of recordStoreNames) {
  describeScheduledReleases({
    name,
    async create() {
      const { one, two, close } = await openedTwice(name);
      return { one: new SqlScheduledReleases(one), two: new SqlScheduledReleases(two), close };
    },
  });
}
