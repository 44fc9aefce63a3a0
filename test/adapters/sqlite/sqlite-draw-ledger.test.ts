import { openDrawDatabase } from '../../../src/adapters/sqlite/draw-database.ts';
import { SqliteDrawJournal } from '../../../src/adapters/sqlite/sqlite-draw-journal.ts';
import { SqliteDrawLedger } from '../../../src/adapters/sqlite/sqlite-draw-ledger.ts';
import { describeDrawLedger } from '../../contracts/draw-ledger.ts';
import { tempDir } from '../../support/temp-dir.ts';

describeDrawLedger({
  name: 'SQLite',
  create: async () => {
    const dir = await tempDir();
    const db = openDrawDatabase(dir);
    const beside = openDrawDatabase(dir);
    const close = async () => {
      db.close();
      beside.close();
    };
    return { ledger: new SqliteDrawLedger(db), journal: new SqliteDrawJournal(beside), close };
  },
});
