import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'chai';
import Database from 'libsql';
import { type DrawDatabase, openDrawDatabase } from '../../../src/adapters/sql/draw-database.ts';
import { SqliteDrawLog } from '../../../src/adapters/sql/draws/sqlite-draw-log.ts';
import { SqliteLedger } from '../../../src/adapters/sql/draws/sqlite-ledger.ts';
import { migrate } from '../../../src/adapters/sql/migrate.ts';
import { draws } from '../../../src/adapters/sql/migrations/0001-draws.ts';
import { LATEST_WINS, type UserDraws } from '../../../src/domain/draws/account.ts';
import type { LogEntry } from '../../../src/domain/draws/draw-log.ts';
import { sampleCommit, sampleRules } from '../../contracts/sample-commits.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SECRET = 'ab'.repeat(32);
const DAY = '2026-11-11';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const rulesText = (values: Readonly<Record<string, string | undefined>>) =>
  JSON.stringify({ rules: { prizes: Object.fromEntries(Object.entries(values).map(toRule)) } });
const toRule = ([id, value]: [string, string | undefined]) => [id, { odds: '1%', ...(value && { value }) }];

const CAR_IS_FREE = rulesText({ car: '0.00', 'tea.cup-1': '5' });
const CAR_COSTS = rulesText({ car: '90000.00', 'tea.cup-1': undefined });

/** uid, prize, text of the rules; the order is that of the log. */
type OldDraw = readonly [uid: string, prizeId: string | null, rules: string];

/** Writes a file as the program before schema 2 did. */
function writeFirstLedger(db: Database.Database, activityId: string, log: readonly OldDraw[]): void {
  const wins = new Map<string, [string, string, number][]>();
  const drawNos = new Map<string, number>();
  const insert = db.prepare('INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)');
  for (const [index, [uid, prizeId, rules]] of log.entries()) {
    const [seq, drawNo] = [index + 1, (drawNos.get(uid) ?? 0) + 1];
    drawNos.set(uid, drawNo);
    const drawId = `d${seq}`;
    insert.run(
      activityId,
      seq,
      uid,
      `request-${seq}`,
      drawId,
      drawNo,
      DAY,
      100 + seq,
      sha256(rules),
      prizeId,
    );
    db.prepare('INSERT OR IGNORE INTO rules VALUES (?, ?, ?)').run(activityId, sha256(rules), rules);
    if (prizeId === null) continue;
    wins.set(uid, [...(wins.get(uid) ?? []), [drawId, prizeId, 100 + seq]]);
    db.prepare('INSERT INTO awarded VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1').run(
      activityId,
      prizeId,
    );
  }
  for (const [uid, drawNo] of drawNos) {
    const text = JSON.stringify(wins.get(uid) ?? []);
    db.prepare('INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?)').run(
      activityId,
      uid,
      drawNo,
      DAY,
      drawNo,
      text,
    );
  }
  db.prepare('INSERT INTO books VALUES (?, ?)').run(activityId, log.length);
  db.prepare('INSERT INTO seeds VALUES (?, 1, ?, NULL)').run(activityId, SECRET);
}

describe('a file of the first ledger, migrated', () => {
  let db: DrawDatabase;
  let ledger: SqliteLedger;
  let drawLog: SqliteDrawLog;

  async function migrated(logs: Readonly<Record<string, readonly OldDraw[]>>): Promise<void> {
    const dir = await tempDir();
    const old = new Database(join(dir, 'draws.sqlite'));
    migrate(old, [draws]);
    for (const [activityId, log] of Object.entries(logs)) writeFirstLedger(old, activityId, log);
    old.close();
    db = openDrawDatabase(dir);
    ledger = new SqliteLedger(db);
    drawLog = new SqliteDrawLog(db);
  }
  afterEach(() => db.close());

  async function entriesOf(activityId: string): Promise<LogEntry[]> {
    const all: LogEntry[] = [];
    for await (const batch of drawLog.entries(activityId, 'root', 0, 1e9)) all.push(...batch);
    return all;
  }
  const accountOf = async (uid: string): Promise<UserDraws> => (await ledger.read('a1', uid)).draws;

  it('numbers the awards of each prize in the order of the log, in each activity', async () => {
    await migrated({
      a1: [
        ['ann', 'car', CAR_COSTS],
        ['bob', 'tea.cup-1', CAR_COSTS],
        ['ann', null, CAR_COSTS],
        ['bob', 'car', CAR_COSTS],
        ['ann', 'car', CAR_COSTS],
      ],
      a2: [['ann', 'car', CAR_COSTS]],
    });
    const units = (await entriesOf('a1')).map(
      (entry) => entry.kind === 'draw' && [entry.prizeId, entry.unit],
    );
    expect(units).to.deep.equal([
      ['car', 1],
      ['tea.cup-1', 1],
      [null, null],
      ['car', 2],
      ['car', 3],
    ]);
    expect((await entriesOf('a2'))[0]).to.deep.equal({
      ...{
        kind: 'draw',
        seq: 1,
        at: 101,
        uid: 'ann',
        requestId: 'request-1',
        drawId: 'd1',
        drawNo: 1,
        day: DAY,
      },
      ...{ seedNo: 1, rulesNo: 1, prizeId: 'car', unit: 1, cost: 9_000_000 },
    });
    const { awarded, spent, logs, seeds, sweptAt } = await drawLog.book('a1');
    expect([...awarded]).to.have.deep.members([
      ['car', 3],
      ['tea.cup-1', 1],
    ]);
    expect({ spent, logs, sweptAt }).to.deep.equal({
      spent: 27_000_000,
      logs: [{ log: 'root', seq: 5 }],
      sweptAt: null,
    });
    expect(seeds).to.deep.equal([{ no: 1, secret: SECRET, revealedAt: null }]);
  });

  it('numbers sets of rules in the order of their first draws, and goes on after them', async () => {
    await migrated({
      a1: [
        ['ann', null, CAR_COSTS],
        ['ann', null, CAR_IS_FREE],
        ['bob', null, CAR_COSTS],
      ],
    });
    const rules = await ledger.rules('a1');
    expect(rules).to.deep.equal([
      { no: 1, hash: sha256(CAR_COSTS), at: 101, release: null, head: '', salt: '' },
      { no: 2, hash: sha256(CAR_IS_FREE), at: 102, release: null, head: '', salt: '' },
    ]);
    expect(await ledger.rulesTexts('a1', [2, 1])).to.deep.equal([
      { text: CAR_IS_FREE, sealed: '' },
      { text: CAR_COSTS, sealed: '' },
    ]);
    const used = (await entriesOf('a1')).map((entry) => entry.kind === 'draw' && entry.rulesNo);
    expect(used).to.deep.equal([1, 2, 1]);
    expect(await ledger.announce('a1', sampleRules(3))).to.equal(true);
    expect((await entriesOf('a1')).at(-1)).to.include({ kind: 'rules', seq: 4, no: 3 });
  });

  it('adds up what was spent, by the values of the rules of each draw, a part of a cent as one', async () => {
    const values = { car: '90.07', tea: '0.001', cup: '1.29', free: undefined };
    const rules = rulesText(values);
    await migrated({
      a1: [
        ['ann', 'car', rules],
        ['ann', 'tea', rules],
        ['bob', 'cup', rules],
        ['bob', 'free', rules],
        ['bob', 'car', rulesText({ car: '0.10' })],
        ['bob', null, rules],
      ],
    });
    const costs = (await entriesOf('a1')).map((entry) => entry.kind === 'draw' && entry.cost);
    expect(costs).to.deep.equal([9007, 1, 129, 0, 10, 0]);
    expect((await ledger.awarded('a1')).spent).to.equal(9147);
  });

  it('has the account of each user, and takes the next draw of it', async () => {
    await migrated({
      a1: [
        ['ann', 'car', CAR_IS_FREE],
        ['ann', 'tea.cup-1', CAR_IS_FREE],
        ['bob', null, CAR_IS_FREE],
        ['ann', 'tea.cup-1', CAR_COSTS],
        ['ann', null, CAR_COSTS],
      ],
    });
    expect(await accountOf('ann')).to.deep.equal({
      ...{
        version: 4,
        drawNo: 4,
        lastDay: DAY,
        drawnOnLastDay: 4,
        dailyOnLastDay: 4,
        earned: 0,
        earnedUsed: 0,
      },
      // Her second draw was the last that won something of value by its own rules.
      ...{ streak: 2, signInsOnLastDay: 0, sharesOnLastDay: 0, invited: 0, helped: null },
      won: { car: 1, 'tea.cup-1': 2 },
      wins: [
        { drawId: 'd1', prizeId: 'car', unit: 1, wonAt: 101 },
        { drawId: 'd2', prizeId: 'tea.cup-1', unit: 1, wonAt: 102 },
        { drawId: 'd4', prizeId: 'tea.cup-1', unit: 2, wonAt: 104 },
      ],
    });
    expect(await accountOf('bob')).to.deep.include({ version: 1, streak: 1, won: {}, wins: [] });
    const { booked } = await ledger.read('a1', 'ann', 'request-4');
    expect(booked).to.deep.equal({ drawId: 'd4', drawNo: 3, prizeId: 'tea.cup-1', unit: 2 });
    const again = sampleCommit('a1', { requestId: 'request-4', draws: await accountOf('ann') });
    expect(await ledger.commit(again)).to.have.property('kind', 'conflict');
    const next = sampleCommit('a1', { draws: await accountOf('ann') });
    expect(await ledger.commit(next)).to.have.property('kind', 'committed');
    expect(await accountOf('ann')).to.include({ version: 5, drawNo: 5, streak: 3 });
  });

  it('has all wins of a user of many, and the latest of them in the account', async () => {
    const many = Array.from({ length: 130 }, (): OldDraw => ['ann', 'car', CAR_COSTS]);
    await migrated({ a1: many });
    const { won, wins } = await accountOf('ann');
    expect(won).to.deep.equal({ car: 130 });
    expect(wins.map(({ unit }) => unit)).to.deep.equal(
      Array.from({ length: LATEST_WINS }, (_, index) => 81 + index),
    );
    expect((await ledger.wins('a1', 'ann', 2, 50)).map(({ unit }) => unit)).to.deep.equal([1, 2]);
    expect((await drawLog.accounts('a1', ['ann']))[0]?.winsKept).to.equal(130);
  });

  it('is kept where the text of the rules is missing or no JSON', async () => {
    await migrated({ a1: [['ann', 'car', '{"rules":']] });
    expect(await accountOf('ann')).to.deep.include({ drawNo: 1, streak: 1, won: { car: 1 } });
  });
});
