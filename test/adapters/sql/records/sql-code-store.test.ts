import { join } from 'node:path';
import { expect } from 'chai';
import {
  openMigratedRecords,
  type RecordDatabase,
} from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlCodeCounts } from '../../../../src/adapters/sql/records/sql-code-counts.ts';
import { SqlCodePool } from '../../../../src/adapters/sql/records/sql-code-pool.ts';
import { SqlCodeStore } from '../../../../src/adapters/sql/records/sql-code-store.ts';
import { AesVault } from '../../../../src/adapters/vault/aes-vault.ts';
import { readOrMakeDataKeys } from '../../../../src/adapters/vault/data-keys.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { describeCodeStore } from '../../../contracts/code-store.ts';
import { recordStoreNames, recordTargets } from '../../../support/record-stores.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const vaultIn = (dir: string) => new AesVault(readOrMakeDataKeys(join(dir, 'keys.json')));

for (const name of recordStoreNames) {
  describeCodeStore({
    name,
    create: async () => {
      const target = await recordTargets[name]();
      const dirs = { same: await tempDir(), others: await tempDir() };
      const opened: RecordDatabase[] = [];
      return {
        process: async (keys) => {
          const records = await openMigratedRecords(target, 'operations');
          opened.push(records);
          const vault = vaultIn(dirs[keys]);
          return {
            store: new SqlCodeStore(records, vault),
            pool: new SqlCodePool(records, vault),
            counts: new SqlCodeCounts(records),
          };
        },
        close: async () => {
          for (const records of opened) await records.close();
        },
      };
    },
  });
}

describe('codes in a record store that is away', () => {
  it('are a fault of the record store', async () => {
    const away = {
      kind: 'sqlite' as const,
      get db(): never {
        throw new Error('the record store has not answered yet');
      },
    };
    const pool = new SqlCodePool(away, vaultIn(await tempDir()));
    const error = await pool.give('a1', [{ drawId: 'd', prizeId: 'p', unit: 1 }]).catch((thrown) => thrown);
    expect(error).to.be.instanceOf(DependencyError).and.include({ dependency: 'record store' });
  });
});
