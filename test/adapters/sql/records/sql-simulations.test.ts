import { SqlSimulations } from '../../../../src/adapters/sql/records/sql-simulations.ts';
import { describeSimulations } from '../../../contracts/simulations.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';
import { openedTwice } from './opened-twice.ts';

for (const name of recordStoreNames) {
  describeSimulations({
    name,
    async create() {
      const { one, two, close } = await openedTwice(name);
      return { one: new SqlSimulations(one), two: new SqlSimulations(two), close };
    },
  });
}
