import { expect } from 'chai';
import { openDrawDatabase, openExistingDrawDatabase } from '../../../../src/adapters/sql/draw-database.ts';
import { drawDatabaseExists } from '../../../../src/adapters/sql/draw-database-file.ts';
import { SqliteDrawNews } from '../../../../src/adapters/sql/draws/sqlite-draw-news.ts';
import { SqliteLedger } from '../../../../src/adapters/sql/draws/sqlite-ledger.ts';
import { SECRET, sampleCommit } from '../../../contracts/sample-commits.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { until } from '../../../support/until.ts';

describe('news of draws by SQLite', () => {
  it('name the activities in which something was recorded, also of a file that comes later', async () => {
    const dir = await tempDir();
    const heard: string[] = [];
    const news = new SqliteDrawNews(() => (drawDatabaseExists(dir) ? openExistingDrawDatabase(dir) : null));
    const stop = news.listen((ids) => heard.push(...ids));
    const db = openDrawDatabase(dir);
    try {
      const ledger = new SqliteLedger(db);
      for (const id of ['1', '2']) {
        await ledger.seed(id, SECRET, 'secret');
        await ledger.commit(sampleCommit(id));
      }
      await until(() => heard.includes('1') && heard.includes('2'), { what: 'news of both' });
      heard.length = 0;
      await ledger.commit(sampleCommit('2', { uid: 'bob' }));
      await until(() => heard.length > 0, { what: 'news of one' });
      expect(heard).to.deep.equal(['2']);
    } finally {
      stop();
      db.close();
    }
  });
});
