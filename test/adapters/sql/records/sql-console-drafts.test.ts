import { SqlConsoleDrafts } from '../../../../src/adapters/sql/records/sql-console-drafts.ts';
import { describeConsoleDrafts } from '../../../contracts/console-drafts.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';
import { openedTwice } from './opened-twice.ts';

for (const name of recordStoreNames) {
  describeConsoleDrafts({
    name,
    async create() {
      const { one, two, close } = await openedTwice(name);
      return { one: new SqlConsoleDrafts(one), two: new SqlConsoleDrafts(two), close };
    },
  });
}
