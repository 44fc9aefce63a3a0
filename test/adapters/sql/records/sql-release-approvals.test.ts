import { SqlReleaseApprovals } from '../../../../src/adapters/sql/records/sql-release-approvals.ts';
import { describeReleaseApprovals } from '../../../contracts/release-approvals.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';
import { openedTwice } from './opened-twice.ts';

for (const name of recordStoreNames) {
  describeReleaseApprovals({
    name,
    async create() {
      const { one, two, close } = await openedTwice(name);
      return { one: new SqlReleaseApprovals(one), two: new SqlReleaseApprovals(two), close };
    },
  });
}
