import { join } from 'node:path';
import { expect } from 'chai';
import type { KyselyPlugin } from 'kysely';
import sinon from 'sinon';
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
import { newRecords, recordStoreNames, recordTargets } from '../../../support/record-stores.ts';
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

describe('a code that is given for the first time', () => {
  it('takes two statements without a transaction, and one when it is asked for again', async () => {
    const records = await newRecords('PostgreSQL');
    let statements = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const db = records.db.withPlugin(counting);
    const transactions = sinon.spy(db, 'transaction');
    try {
      const vault = vaultIn(await tempDir());
      const place = { activityId: 'a1', prizeId: 'card' };
      await new SqlCodeStore(records, vault).add(place, ['CODE-1', 'CODE-2']);
      const pool = new SqlCodePool({ kind: records.kind, db }, vault);
      const wins = [1, 2].map((unit) => ({ drawId: `d${unit}`, prizeId: 'card', unit }));
      expect([...(await pool.give('a1', wins)).values()]).to.deep.equal(['CODE-1', 'CODE-2']);
      expect(statements).to.equal(2);
      await pool.give('a1', wins);
      expect(statements).to.equal(3);
      sinon.assert.notCalled(transactions);
    } finally {
      await records.close();
    }
  });
});

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
