import { SqlReleasePictures } from '../../../../src/adapters/sql/records/sql-release-pictures.ts';
import { describeReleasePictures } from '../../../contracts/release-pictures.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';
import { openedTwice } from './opened-twice.ts';

for (const name of recordStoreNames) {
  describeReleasePictures({
    name,
    async create() {
      const { one, two, close } = await openedTwice(name);
      return { one: new SqlReleasePictures(one), two: new SqlReleasePictures(two), close };
    },
  });
}
