import { SqlHandOvers } from '../../../../src/adapters/sql/records/sql-hand-overs.ts';
import { SqlPersonalData } from '../../../../src/adapters/sql/records/sql-personal-data.ts';
import { SqlSealedTexts } from '../../../../src/adapters/sql/records/sql-sealed-texts.ts';
import { SqlWonList } from '../../../../src/adapters/sql/records/sql-won-list.ts';
import { behavesAsHandOvers } from '../../../contracts/hand-overs.ts';
import { behavesAsPersonalData } from '../../../contracts/personal-data.ts';
import { behavesAsSealedTexts } from '../../../contracts/sealed-texts.ts';
import { behavesAsWonList } from '../../../contracts/won-list.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describe(`the list of wins in ${name}`, () => {
    behavesAsWonList(async () => {
      const records = await newRecords(name);
      return { records, list: new SqlWonList(records) };
    });
  });

  describe(`hand-overs in ${name}`, () => {
    behavesAsHandOvers(async () => {
      const records = await newRecords(name);
      return { records, handOvers: new SqlHandOvers(records) };
    });
  });

  describe(`personal data in ${name}`, () => {
    behavesAsPersonalData(async () => {
      const records = await newRecords(name);
      return { records, personalData: new SqlPersonalData(records) };
    });
  });

  describe(`sealed texts in ${name}`, () => {
    behavesAsSealedTexts(async () => {
      const records = await newRecords(name);
      return { records, texts: new SqlSealedTexts(records) };
    });
  });
}
