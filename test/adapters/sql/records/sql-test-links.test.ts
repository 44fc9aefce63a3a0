import { SqlTestLinks } from '../../../../src/adapters/sql/records/sql-test-links.ts';
import { describeTestLinks } from '../../../contracts/test-links.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';
import { openedTwice } from './opened-twice.ts';

for (const name of recordStoreNames) {
  describeTestLinks({
    name,
    async create() {
      const { one, two, close } = await openedTwice(name);
      return { one: new SqlTestLinks(one), two: new SqlTestLinks(two), close };
    },
  });
}
