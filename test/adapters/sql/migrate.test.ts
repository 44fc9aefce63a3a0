import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import Database from 'libsql';
import { openDrawDatabase, openExistingDrawDatabase } from '../../../src/adapters/sql/draw-database.ts';
import { SqliteLedger } from '../../../src/adapters/sql/draws/sqlite-ledger.ts';
import { migrate } from '../../../src/adapters/sql/migrate.ts';
import { draws } from '../../../src/adapters/sql/migrations/0001-draws.ts';
import { migrations } from '../../../src/adapters/sql/migrations/migrations.ts';
import { tempDir } from '../../support/temp-dir.ts';

const OPEN = fileURLToPath(new URL('open-and-close.ts', import.meta.url));
const LATEST = migrations.length;

describe('the schema of the SQLite file', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await tempDir();
  });

  /** Runs `work` with the plain file, without any of the program's own steps. */
  function withFile<T>(work: (db: Database.Database) => T): T {
    const db = new Database(join(dir, 'draws.sqlite'));
    try {
      return work(db);
    } finally {
      db.close();
    }
  }
  const numberIn = (db: Database.Database) =>
    (db.pragma('user_version') as [{ user_version: number }])[0].user_version;

  it('has the latest number in a new file', () => {
    openDrawDatabase(dir).close();
    expect(withFile(numberIn)).to.equal(LATEST);
  });

  it('keeps the draws of a file from before schemas had numbers, and numbers it', async () => {
    withFile((db) => {
      db.exec(draws);
      db.exec(`
        INSERT INTO books VALUES ('a1', 1);
        INSERT INTO seeds VALUES ('a1', 1, '${'ab'.repeat(32)}', NULL);
        INSERT INTO awarded VALUES ('a1', 'car', 1);
        INSERT INTO accounts VALUES ('a1', 'ann', 1, '2026-11-11', 1, '[["d1","car",5]]');
        INSERT INTO log VALUES ('a1', 1, 'ann', 'request-1', 'd1', 1, '2026-11-11', 5, 1, 'h1', 'car');
      `);
    });
    const db = openDrawDatabase(dir);
    const { draws: account, booked } = await new SqliteLedger(db).read('a1', 'ann', 'request-1');
    db.close();
    expect(account.wins).to.deep.equal([{ drawId: 'd1', prizeId: 'car', unit: 1, wonAt: 5 }]);
    expect(booked).to.deep.equal({ drawId: 'd1', drawNo: 1, prizeId: 'car', unit: 1 });
    expect(withFile(numberIn)).to.equal(LATEST);
  });

  it('is refused by a command in a file of an earlier program, which stays as it is', () => {
    withFile((db) => db.exec(draws));
    expect(() => openExistingDrawDatabase(dir)).to.throw(
      /draws\.sqlite has schema 0, .* Start the service of this program once/,
    );
    expect(withFile(numberIn)).to.equal(0);
  });

  for (const open of [openDrawDatabase, openExistingDrawDatabase]) {
    it(`is refused by ${open.name} if a newer program has written it, and the file is not changed`, () => {
      withFile((db) => db.pragma(`user_version = ${LATEST + 1}`));
      expect(() => open(dir)).to.throw(/draws\.sqlite has schema \d+, and this program knows schemas up to/);
      expect(withFile((db) => db.pragma('journal_mode'))).to.deep.equal([{ journal_mode: 'delete' }]);
      expect(withFile(numberIn)).to.equal(LATEST + 1);
    });
  }

  it('takes only the steps that the file has not had', () => {
    withFile((db) => {
      migrate(db, ['CREATE TABLE one (a)']);
      migrate(db, ['CREATE TABLE one (a)', 'CREATE TABLE two (b)', 'CREATE TABLE three (c)']);
      expect(numberIn(db)).to.equal(3);
      expect(db.prepare('SELECT count(*) AS n FROM sqlite_master').get()).to.have.property('n', 3);
    });
  });

  it('stays as it was if a step fails', () => {
    withFile((db) => {
      migrate(db, ['CREATE TABLE one (a)']);
      expect(() => migrate(db, ['', 'CREATE TABLE two (b)', 'CREATE TABLE one (a)'])).to.throw(
        /already exists/,
      );
      expect(numberIn(db)).to.equal(1);
      expect(db.prepare('SELECT count(*) AS n FROM sqlite_master').get()).to.have.property('n', 1);
    });
  });

  it('is made once by four processes that open a new file at the same moment', async () => {
    // All have loaded their modules by then; one that has not only opens the file later.
    const at = String(Date.now() + 3000);
    const run = () => promisify(execFile)(process.execPath, ['--import', 'tsx', OPEN, dir, at]);
    const results = await Promise.all(Array.from({ length: 4 }, run));
    expect(results.map(({ stdout }) => stdout)).to.deep.equal(Array(4).fill(String(LATEST)));
  });
});
