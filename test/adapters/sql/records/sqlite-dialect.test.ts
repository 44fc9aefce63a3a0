import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { sql } from 'kysely';
import { type ChildProgram, startChild } from '../../../support/child-program.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { until } from '../../../support/until.ts';
import { openNumbers } from './numbers.ts';

const INCREMENTS = fileURLToPath(new URL('increments.ts', import.meta.url));

/* Begins a transaction with a row, and commits it at SIGTERM. */
const HOLD = `const db = new (require('libsql'))(process.argv[1]);
db.exec('pragma busy_timeout = 60000; begin immediate; insert into numbers values (2, 7)');
process.on('SIGTERM', () => { db.exec('commit'); process.exit(); });
setInterval(() => {}, 1000);
console.log('held');`;

const LOCKED = /database is locked/;
const failureOf = (work: Promise<unknown>) => work.then(() => 'done', String);

/** How many turns the event loop takes while the work goes on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let next = setImmediate(function turn() {
    turns += 1;
    next = setImmediate(turn);
  });
  await work().finally(() => clearImmediate(next));
  return turns;
}

describe('the record store on SQLite, which several processes write', () => {
  type Numbers = Awaited<ReturnType<typeof openNumbers>>;
  let path: string;
  let opened: Numbers[];
  let children: ChildProgram[];

  beforeEach(async () => {
    path = join(await tempDir(), 'numbers.db');
    opened = [];
    children = [];
  });
  afterEach(async () => {
    for (const child of children) await child.stop('SIGKILL');
    for (const { db } of opened) await db.destroy();
  });

  async function open(turnMs?: number): Promise<Numbers> {
    const numbers = await openNumbers(path, turnMs);
    opened.push(numbers);
    return numbers;
  }
  /** Another process that is within a transaction. */
  async function holder(): Promise<ChildProgram> {
    const child = startChild(process.execPath, ['-e', HOLD, path]);
    children.push(child);
    await until(() => child.stdout() === 'held\n', { what: `a transaction ${child.stderr()}` });
    return child;
  }
  const insert = ({ db }: Numbers, id: number) =>
    db.insertInto('numbers').values({ id, value: id }).returning('id').execute();

  describe('while another process is within a transaction', () => {
    it('lets transactions give up after their turn, and does not block the event loop meanwhile', async () => {
      const numbers = await open(50);
      const other = await holder();
      const turns = await turnsDuring(async () => {
        const writes = [3, 4, 5].map((id) => failureOf(insert(numbers, id)));
        for (const failure of await Promise.all([...writes, failureOf(numbers.increment())])) {
          expect(failure).to.match(LOCKED);
        }
      });
      // One that waits within SQLite has none.
      expect(turns).to.be.above(3);
      await other.stop();
      await insert(numbers, 6);
      expect(await numbers.values()).to.deep.equal([0, 7, 6]);
    });

    it('lets a transaction wait for its turn', async () => {
      const numbers = await open();
      const other = await holder();
      const write = insert(numbers, 3);
      await other.stop();
      expect(await write).to.deep.equal([{ id: 3 }]);
      expect(await numbers.values()).to.deep.equal([0, 7, 3]);
    });

    it('reads what is committed', async () => {
      const numbers = await open();
      const other = await holder();
      expect(await numbers.values()).to.deep.equal([0]);
      const counted = sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 3)
        select max(i) as most from n`;
      expect((await counted.execute(numbers.db)).rows).to.deep.equal([{ most: 3 }]);
      await other.stop();
      expect(await numbers.values()).to.deep.equal([0, 7]);
    });

    it('opens the file, also when that process is killed', async () => {
      await open();
      const other = await holder();
      expect(await failureOf(openNumbers(path, 50))).to.match(LOCKED);
      await other.stop('SIGKILL');
      const numbers = await open();
      expect(await numbers.values()).to.deep.equal([0]);
      await insert(numbers, 3);
      expect(await numbers.values()).to.deep.equal([0, 3]);
    });
  });

  it('loses no change of two processes', async () => {
    const numbers = await open();
    const args = ['--import', 'tsx', INCREMENTS, path, '100'];
    children = [startChild(process.execPath, args), startChild(process.execPath, args)];
    for (const each of children) expect(await each.exited, each.stderr()).to.equal(0);
    expect(await numbers.values()).to.deep.equal([200]);
  });

  it('reads beside a transaction of this process, which sees what it has written', async () => {
    const numbers = await open();
    await numbers.db.transaction().execute(async (transaction) => {
      await transaction.insertInto('numbers').values({ id: 2, value: 7 }).execute();
      expect(await numbers.values(transaction)).to.deep.equal([0, 7]);
      expect(await numbers.values()).to.deep.equal([0]);
    });
    expect(await numbers.values()).to.deep.equal([0, 7]);
  });

  it('does transactions of this process in turn', async () => {
    const numbers = await open();
    await Promise.all(Array.from({ length: 50 }, () => numbers.increment()));
    expect(await numbers.values()).to.deep.equal([50]);
  });

  it('leaves nothing of a transaction that fails, and goes on', async () => {
    const numbers = await open();
    const transaction = numbers.db.transaction().execute(async (begun) => {
      await begun.insertInto('numbers').values({ id: 2, value: 7 }).execute();
      throw new Error('own');
    });
    const repeated = insert(numbers, 1);
    expect(await failureOf(transaction)).to.equal('Error: own');
    expect(await failureOf(repeated)).to.match(/UNIQUE/);
    await insert(numbers, 3);
    expect(await numbers.values()).to.deep.equal([0, 3]);
  });

  it('takes statements of any kind outside of transactions', async () => {
    const { db, values } = await open();
    expect(
      await db.insertInto('numbers').values({ id: 2, value: 7 }).returning('value').execute(),
    ).to.deep.equal([{ value: 7 }]);
    const one = await db.updateTable('numbers').set({ value: 8 }).where('id', '=', 2).executeTakeFirst();
    expect(one.numUpdatedRows).to.equal(1n);
    const { rows } = await sql`with a as (select max(value) as most from numbers) select most from a`.execute(
      db,
    );
    expect(rows).to.deep.equal([{ most: 8 }]);
    await sql`with a as (select 9 as value) insert into numbers select 3, value from a`.execute(db);
    expect(await values()).to.deep.equal([0, 8, 9]);
    expect((await sql`pragma synchronous`.execute(db)).rows).to.deep.equal([{ synchronous: 2 }]);
    const checkpoint = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
    expect(checkpoint.rows[0]?.busy).to.equal(0);
  });

  it('keeps no turn for a connection that has ended its transaction, well or not', async () => {
    const numbers = await open();
    await numbers.db.connection().execute(async (connection) => {
      await sql`insert into numbers values (2, 2)`.execute(connection);
      await insert(numbers, 3);
      expect(await failureOf(sql`insert into numbers values (2, 2)`.execute(connection))).to.match(/UNIQUE/);
      await insert(numbers, 4);
      await sql`pragma synchronous`.execute(connection);
      await insert(numbers, 5);
    });
    expect(await numbers.values()).to.deep.equal([0, 2, 3, 4, 5]);
  });

  it('gives the event loop a turn at each query and each transaction', async () => {
    const numbers = await open();
    const failing = () => numbers.db.transaction().execute(() => Promise.reject(new Error('own')));
    for (const work of [() => numbers.values(), () => numbers.increment(), () => failureOf(failing())]) {
      const turns = await turnsDuring(async () => {
        for (let time = 0; time < 20; time++) await work();
      });
      expect(turns).to.be.at.least(19);
    }
  });

  it('lets a transaction end that is under way when it is closed', async () => {
    const [numbers, other] = [await open(), await open()];
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const write = numbers.db.transaction().execute(async (transaction) => {
      begin();
      await new Promise(setImmediate);
      await transaction.insertInto('numbers').values({ id: 2, value: 7 }).execute();
    });
    await begun;
    await numbers.db.destroy();
    await write;
    expect(await other.values()).to.deep.equal([0, 7]);
  });
});
