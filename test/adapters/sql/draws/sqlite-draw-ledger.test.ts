import { expect } from 'chai';
import { openDrawDatabase, openExistingDrawDatabase } from '../../../../src/adapters/sql/draw-database.ts';
import { SqliteDrawLedger } from '../../../../src/adapters/sql/draws/sqlite-draw-ledger.ts';
import { SqliteDrawLog } from '../../../../src/adapters/sql/draws/sqlite-draw-log.ts';
import { sqliteRefusalOf } from '../../../../src/adapters/sql/sqlite-refusal.ts';
import { NO_DRAWS } from '../../../../src/domain/draws/user-draw-info.ts';
import { describeDrawLedger } from '../../../contracts/draw-ledger.ts';
import { describeDrawLog } from '../../../contracts/draw-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

async function create() {
  const dir = await tempDir();
  const writer = openDrawDatabase(dir);
  const reader = openExistingDrawDatabase(dir);
  const close = async () => {
    writer.close();
    reader.close();
  };
  return { ledger: new SqliteDrawLedger(writer), drawLog: new SqliteDrawLog(reader), close };
}

describeDrawLedger({ name: 'SQLite', create });
describeDrawLog({ name: 'SQLite', create });

describe('SqliteDrawLedger', () => {
  it('reports a full disk with its reason, and records again when there is room', async () => {
    const db = openDrawDatabase(await tempDir());
    const ledger = new SqliteDrawLedger(db);
    await ledger.seed('a1', 'ab'.repeat(32), 'secret');
    const [{ page_count: pages }] = db.pragma('page_count') as [{ page_count: number }];
    const commit = (uid: string) =>
      ledger.commit({
        activityId: 'a1',
        uid,
        requestId: 'request-1',
        drawId: uid,
        draws: NO_DRAWS,
        seedNo: 1,
        rules: { hash: uid, text: 'x'.repeat(10_000) },
        day: '2026-11-11',
        at: 0,
        candidates: [],
      });
    db.pragma(`max_page_count = ${pages}`);
    const error = await commit('ann').catch((thrown: Error) => thrown);
    expect(sqliteRefusalOf(error)).to.equal('the disk of DATA_DIR is full');
    expect((await ledger.read('a1', 'ann')).draws).to.deep.equal(NO_DRAWS);
    db.pragma(`max_page_count = ${pages + 100}`);
    expect(await commit('ann')).to.have.property('kind', 'committed');
    db.close();
  });
});
