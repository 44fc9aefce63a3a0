import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openMigratedRecords, type RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import { type RecordTarget, recordTargetOf } from '../../src/adapters/sql/records/record-target.ts';
import { AesVault } from '../../src/adapters/vault/aes-vault.ts';
import { readDataKeys, readOrMakeDataKeys } from '../../src/adapters/vault/data-keys.ts';
import { Disposer } from '../../src/container/disposer.ts';
import { openSqliteLedger } from '../../src/container/register-draws.ts';
import { sealForm } from '../../src/domain/deliveries/winner-form.ts';
import type { Vault } from '../../src/domain/shared/vault.ts';
import { AT, candidate, commitNext, SECRET, sampleRules } from '../contracts/sample-commits.ts';
import { activitiesDir } from './activities-dir.ts';
import { addForm, addWins } from './delivery-rows.ts';
import { type RecordStoreName, recordTargets } from './record-stores.ts';
import { tempDir } from './temp-dir.ts';

export const FORM = { name: '李雷', phone: '+8613800138000', address: '北京市海淀区中关村大街 27 号' };

const PRIZES = {
  cup: { name: '杯子', value: '10.00', delivery: { by: 'hand' } },
  phone: { name: '手机', value: '4999.00', delivery: { by: 'form', fields: ['name', 'phone', 'address'] } },
  pass: { name: '月卡', value: '30.00', delivery: { by: 'code' } },
};
type PrizeId = keyof typeof PRIZES;

const DATA = {
  dispatch: 'shake',
  is_login_user: true,
  prizes: Object.entries(PRIZES).map(([id, { name }]) => ({ id, name })),
  rules: {
    prizes: Object.fromEntries(
      Object.entries(PRIZES).map(([id, { value, delivery }]) => [
        id,
        { odds: '1%', stock: 9, value, delivery },
      ]),
    ),
  },
};

/**
 * The stores of a service that is not running: the activity `lucky`, its log in SQLite, and its deliveries, moved as far
 * as a test wants.
 */
export class WonActivity {
  readonly env: Readonly<Record<string, string>>;
  readonly keyFile: string;
  readonly dataDir: string;
  readonly #target: RecordTarget;

  private constructor(dataDir: string, activities: string, target: RecordTarget) {
    this.dataDir = dataDir;
    this.keyFile = join(dataDir, 'keys.json');
    this.#target = target;
    this.env = {
      DATA_DIR: dataDir,
      ACTIVITIES_DIR: activities,
      ...(target.kind === 'postgres' && { DATABASE_URL: target.url }),
    };
  }

  static async open(store: RecordStoreName = 'SQLite'): Promise<WonActivity> {
    const dataDir = await tempDir();
    const target = store === 'SQLite' ? recordTargetOf(null, dataDir) : await recordTargets[store]();
    const opened = new WonActivity(dataDir, await activitiesDir({ lucky: DATA }), target);
    readOrMakeDataKeys(opened.keyFile);
    return opened;
  }

  get vault(): Vault {
    return new AesVault(readDataKeys(this.keyFile));
  }

  /** Draws; each wins. @returns the draw ids */
  async win(...wins: readonly (readonly [uid: string, prizeId: PrizeId])[]): Promise<string[]> {
    const disposer = new Disposer();
    const ledger = openSqliteLedger({ dataDir: this.dataDir }, disposer);
    await ledger.seed('lucky', SECRET, 'secret');
    await ledger.announce('lucky', { ...sampleRules(1), text: JSON.stringify(DATA) });
    const ids: string[] = [];
    for (const [no, [uid, prizeId]] of wins.entries()) {
      const drawId = randomUUID();
      await commitNext(ledger, 'lucky', { uid, drawId, at: AT + no, candidates: [candidate(prizeId)] });
      ids.push(drawId);
    }
    await disposer.dispose();
    return ids;
  }

  /** Works with the record store, and closes it. */
  async inRecords<T>(work: (records: RecordDatabase) => Promise<T>): Promise<T> {
    const records = await openMigratedRecords(this.#target, 'operations');
    try {
      return await work(records);
    } finally {
      await records.close();
    }
  }

  /** Does what the relay does, for these draws: all up to the last of them count as moved. */
  async move(
    draws: readonly { drawId: string; uid: string; prizeId: PrizeId; unit: number }[],
  ): Promise<void> {
    await this.inRecords(async (records) => {
      await addWins(
        records,
        draws.map(({ drawId, uid, prizeId, unit }, no) => {
          const { name, value, delivery } = PRIZES[prizeId];
          return {
            ...{ draw_id: drawId, uid, prize_id: prizeId, unit, name, value, method: delivery.by },
            ...{ state: delivery.by === 'form' ? 'form_wanted' : 'ready', won_at: AT + no },
          };
        }),
      );
      await records.db
        .insertInto('archive_cursors')
        // The log begins with the entry of the rules.
        .values({ activity_id: 'lucky', log: 'root', seq: draws.length + 1, mark: 'm' })
        .execute();
    });
  }

  async fillIn(drawId: string, form: object = FORM): Promise<string> {
    const sealed = sealForm(this.vault, form, { activityId: 'lucky', drawId });
    await this.inRecords(async (records) => {
      await addForm(records, drawId, sealed);
      await records.db
        .updateTable('deliveries')
        .set({ state: 'form_received' })
        .where('draw_id', '=', drawId)
        .execute();
    });
    return sealed;
  }

  async state(drawId: string): Promise<string> {
    return this.inRecords(async ({ db }) => {
      const row = await db
        .selectFrom('deliveries')
        .select('state')
        .where('draw_id', '=', drawId)
        .executeTakeFirstOrThrow();
      return row.state;
    });
  }
}
