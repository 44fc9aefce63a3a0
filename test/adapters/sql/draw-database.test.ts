import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import {
  type DrawDatabase,
  openDrawDatabase,
  openDrawDatabaseIfAny,
  openExistingDrawDatabase,
} from '../../../src/adapters/sql/draw-database.ts';
import { migrations } from '../../../src/adapters/sql/migrations/migrations.ts';
import { tempDir } from '../../support/temp-dir.ts';

const MIB = 2 ** 20;

describe('openDrawDatabase', () => {
  let dir: string;
  let db: DrawDatabase;
  let rows = 0;

  beforeEach(async () => {
    dir = await tempDir();
    db = openDrawDatabase(dir);
  });
  afterEach(() => db.close());

  const walMib = () => statSync(join(dir, 'draws.sqlite-wal')).size / MIB;

  function writeMib(count: number): void {
    const insert = db.prepare("INSERT INTO rules_texts VALUES ('a1', ?, ?, '')");
    for (let mib = 0; mib < count; mib++) insert.run(rows++, 'x'.repeat(MIB));
  }

  it('cuts the WAL soon after a long reader has ended', () => {
    const reader = openExistingDrawDatabase(dir);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM rules_texts').get();
    writeMib(24);
    expect(walMib()).to.be.above(24);
    reader.exec('COMMIT');
    reader.close();
    writeMib(3);
    expect(walMib()).to.be.at.most(16);
  });
});

describe('openDrawDatabaseIfAny', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await tempDir();
  });

  /* Runs SQL in the plain file, without any of the program's own steps. */
  function inFile(sql: string): void {
    const db = new Database(join(dir, 'draws.sqlite'));
    db.exec(sql);
    db.close();
  }
  function isOpened(): boolean {
    const db = openDrawDatabaseIfAny(dir);
    db?.close();
    return db !== null;
  }

  it('opens none where there is none, and makes none', () => {
    expect(isOpened()).to.equal(false);
    expect(readdirSync(dir)).to.deep.equal([]);
  });

  it('opens none that another process has only begun, and opens it when that is done', () => {
    // As one has it that was killed between two steps: WAL, and no schema yet.
    inFile('PRAGMA journal_mode = WAL');
    expect(isOpened()).to.equal(false);
    openDrawDatabase(dir).close();
    expect(isOpened()).to.equal(true);
  });

  it('opens a whole one, and reads what is in it', () => {
    const written = openDrawDatabase(dir);
    written.prepare("INSERT INTO rules_texts VALUES ('a1', 1, 'text', '')").run();
    written.close();
    const db = openDrawDatabaseIfAny(dir);
    expect(db?.prepare('SELECT count(*) AS n FROM rules_texts').get()).to.have.property('n', 1);
    db?.close();
  });

  it('throws if a newer program has written the file, or an earlier one, and changes nothing in it', () => {
    for (const [number, said] of [
      [migrations.length + 1, /has schema \d+, and this program knows schemas up to/],
      [migrations.length - 1, /has schema \d+, .* Start the service of this program once/],
    ] as const) {
      inFile(`PRAGMA user_version = ${number}`);
      expect(() => openDrawDatabaseIfAny(dir)).to.throw(said);
      const db = new Database(join(dir, 'draws.sqlite'));
      expect(db.pragma('user_version')).to.deep.equal([{ user_version: number }]);
      db.close();
    }
  });
});
