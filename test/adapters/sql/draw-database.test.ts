import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type DrawDatabase,
  openDrawDatabase,
  openExistingDrawDatabase,
} from '../../../src/adapters/sql/draw-database.ts';
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
