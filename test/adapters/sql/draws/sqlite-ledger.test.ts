import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { openDrawDatabase, openExistingDrawDatabase } from '../../../../src/adapters/sql/draw-database.ts';
import { SqliteDrawLog } from '../../../../src/adapters/sql/draws/sqlite-draw-log.ts';
import { SqliteLedger } from '../../../../src/adapters/sql/draws/sqlite-ledger.ts';
import { SqliteTraces } from '../../../../src/adapters/sql/draws/sqlite-traces.ts';
import { sqliteRefusalOf } from '../../../../src/adapters/sql/sqlite-refusal.ts';
import { afterDraw, NO_DRAWS } from '../../../../src/domain/draws/account.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { describeDrawLedger } from '../../../contracts/draw-ledger.ts';
import { describeDrawLog } from '../../../contracts/draw-log.ts';
import { describeDrawTraces } from '../../../contracts/draw-traces.ts';
import {
  AT,
  car,
  DAY,
  SECRET,
  sampleCommit,
  sampleEarning,
  sampleHelp,
} from '../../../contracts/sample-commits.ts';
import { describeUnitPools } from '../../../contracts/unit-pools.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const EARN = fileURLToPath(new URL('earn-in-another-process.ts', import.meta.url));

async function create() {
  const dir = await tempDir();
  const writer = openDrawDatabase(dir);
  const reader = openExistingDrawDatabase(dir);
  const close = async () => {
    writer.close();
    reader.close();
  };
  const [drawLog, traces] = [new SqliteDrawLog(reader), new SqliteTraces(reader)];
  return { ledger: new SqliteLedger(writer), drawLog, traces, close };
}

describeDrawLedger({ name: 'SQLite', create });
describeUnitPools({ name: 'SQLite', create });
describeDrawLog({ name: 'SQLite', create });
describeDrawTraces({ name: 'SQLite', create });

describe('SqliteLedger', () => {
  it('keeps the trace of a draw for an hour, and of a win for two days', async () => {
    const db = openDrawDatabase(await tempDir());
    const ledger = new SqliteLedger(db);
    await ledger.seed('a1', SECRET, 'secret');
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const draw = (uid: string, more: Parameters<typeof sampleCommit>[1]) =>
      ledger.commit(sampleCommit('a1', { uid, drawId: uid, traceparent, ...more }));
    const kept = async () => {
      const traces = await new SqliteTraces(db).of('a1', ['lost', 'won', 'hour', 'days']);
      return traces.map((trace) => trace !== null);
    };
    await draw('lost', {});
    await draw('won', { candidates: car(null) });
    expect(await kept()).to.deep.equal([true, true, false, false]);
    await draw('hour', { at: AT + 3_600_001 });
    expect(await kept()).to.deep.equal([false, true, true, false]);
    await draw('days', { at: AT + 172_800_001 });
    expect(await kept()).to.deep.equal([false, false, false, true]);
    db.close();
  });

  it('reports a full disk with its reason, and records again when there is room', async () => {
    const db = openDrawDatabase(await tempDir());
    const ledger = new SqliteLedger(db);
    await ledger.seed('a1', 'ab'.repeat(32), 'secret');
    const [{ page_count: pages }] = db.pragma('page_count') as [{ page_count: number }];
    const commit = (uid: string) => ledger.commit(sampleCommit('a1', { uid, drawId: 'x'.repeat(10_000) }));
    db.pragma(`max_page_count = ${pages}`);
    const error = await commit('ann').catch((thrown: Error) => thrown);
    expect(sqliteRefusalOf(error)).to.equal('the disk of DATA_DIR is full');
    expect((await ledger.read('a1', 'ann')).draws).to.deep.equal(NO_DRAWS);
    db.pragma(`max_page_count = ${pages + 100}`);
    expect(await commit('ann')).to.have.property('kind', 'committed');
    db.close();
  });
});

describe('SqliteLedger beside another process that writes', () => {
  it('loses nothing of either, and sees each change of the other as a conflict', async () => {
    const dir = await tempDir();
    const db = openDrawDatabase(dir);
    const ledger = new SqliteLedger(db);
    await ledger.seed('a1', SECRET, 'secret');
    const other = spawn(process.execPath, ['--import', 'tsx', EARN, dir, 'a1', '200'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(other, 'exit');
    await once(other.stdout, 'data');
    let draws = NO_DRAWS;
    let conflicts = 0;
    let drawn = 0;
    // Warm draws: the account is that of the last answer, and a conflict brings the one that is.
    while (other.exitCode === null || drawn < 200) {
      const strangers = Array.from({ length: 8 }, (_, index) =>
        ledger.commit(sampleCommit('a1', { uid: `stranger-${drawn}-${index}`, candidates: car(null) })),
      );
      const result = await ledger.commit(sampleCommit('a1', { draws }));
      if (result.kind === 'conflict') {
        conflicts += 1;
        draws = result.account.draws;
      } else {
        drawn += 1;
        draws = afterDraw(draws, { day: DAY, usesEarned: false });
      }
      await Promise.all(strangers);
    }
    expect(await ended).to.deep.equal([0, null]);
    const account = (await ledger.read('a1', 'ann')).draws;
    expect(account).to.include({ version: drawn + 200, drawNo: drawn, earned: 200 });
    expect(conflicts).to.be.above(0);
    const drawLog = new SqliteDrawLog(db);
    const { logs, awarded } = await drawLog.book('a1');
    const seqs: number[] = [];
    for await (const batch of drawLog.entries('a1', 'root', 0, 1e9))
      seqs.push(...batch.map(({ seq }) => seq));
    expect(seqs).to.deep.equal(Array.from({ length: logs[0]?.seq ?? 0 }, (_, index) => index + 1));
    expect(seqs).to.have.length(200 + drawn + (awarded.get('car') ?? 0));
    db.close();
  });

  it('refuses a change after 1 s in which another process holds the file, and records the next', async () => {
    const dir = await tempDir();
    const db = openDrawDatabase(dir);
    const other = openDrawDatabase(dir);
    const ledger = new SqliteLedger(db);
    await ledger.seed('a1', SECRET, 'secret');
    other.exec('BEGIN IMMEDIATE');
    const since = performance.now();
    const error = await ledger.commit(sampleCommit('a1')).catch((thrown: Error) => thrown);
    expect(performance.now() - since).to.be.above(900);
    expect(error).to.be.instanceOf(DependencyError);
    other.exec('COMMIT');
    expect(await ledger.commit(sampleCommit('a1'))).to.have.property('kind', 'committed');
    other.close();
    db.close();
  });
});

describe('SqliteLedger.sweep', () => {
  it('removes the accounts of one activity, and leaves the log and the counts', async () => {
    const db = openDrawDatabase(await tempDir());
    const ledger = new SqliteLedger(db);
    const drawLog = new SqliteDrawLog(db);
    const uids = Array.from({ length: 2500 }, (_, index) => `user-${index}`);
    for (const id of ['a1', 'a2']) {
      await ledger.seed(id, SECRET, 'secret');
      await Promise.all(uids.map((uid) => ledger.commit(sampleCommit(id, { uid, candidates: car(null) }))));
    }
    await ledger.earn(sampleEarning('a1'));
    await ledger.help(sampleHelp('a1'));
    await ledger.sweep('a1', AT);
    const { sweptAt, logs, awarded } = await drawLog.book('a1');
    expect({ sweptAt, logs, won: awarded.get('car') }).to.deep.equal({
      sweptAt: AT,
      logs: [{ log: 'root', seq: 2502 }],
      won: 2500,
    });
    const left = await drawLog.accounts('a1', [...uids, 'ann', 'bob']);
    expect(left.filter(({ draws }) => draws !== NO_DRAWS)).to.deep.equal([]);
    expect(await ledger.openHelps('a1')).to.deep.equal([]);
    expect((await drawLog.accounts('a2', uids)).every(({ draws }) => draws.drawNo === 1)).to.equal(true);
    expect((await drawLog.book('a2')).sweptAt).to.equal(null);
  });

  it('starts an account again whose user draws after it', async () => {
    const db = openDrawDatabase(await tempDir());
    const ledger = new SqliteLedger(db);
    await ledger.seed('a1', SECRET, 'secret');
    const first = sampleCommit('a1', { candidates: car(null) });
    await ledger.commit(first);
    await ledger.sweep('a1', AT);
    expect((await ledger.read('a1', 'ann', first.requestId)).booked).to.include({ drawNo: 1, unit: 1 });
    await ledger.commit(sampleCommit('a1', { candidates: car(null) }));
    const { draws } = await ledger.read('a1', 'ann');
    expect(draws).to.deep.include({ drawNo: 1, won: { car: 1 } });
    expect(draws.wins.map(({ unit }) => unit)).to.deep.equal([2]);
    expect(await ledger.wins('a1', 'ann', null, 50)).to.deep.equal(draws.wins);
    db.close();
  });
});
