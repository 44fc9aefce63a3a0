import { join } from 'node:path';
import { expect } from 'chai';
import sinon from 'sinon';
import { MemoryDrawLedger } from '../../../src/adapters/memory/memory-draw-ledger.ts';
import type { RecordDatabase } from '../../../src/adapters/sql/records/record-database.ts';
import { SqlCodeCounts } from '../../../src/adapters/sql/records/sql-code-counts.ts';
import { SqlCodeStore } from '../../../src/adapters/sql/records/sql-code-store.ts';
import { AesVault } from '../../../src/adapters/vault/aes-vault.ts';
import { readOrMakeDataKeys } from '../../../src/adapters/vault/data-keys.ts';
import { CodeImport } from '../../../src/application/deliveries/code-import.ts';
import { codeStatus } from '../../../src/application/deliveries/code-status.ts';
import { PoolUpkeep } from '../../../src/application/deliveries/pool-upkeep.ts';
import { candidate, commitNext, SECRET } from '../../contracts/sample-commits.ts';
import { newRecords } from '../../support/record-stores.ts';
import { tempDir } from '../../support/temp-dir.ts';

const place = { activityId: 'a1', prizeId: 'card' };

async function* codes(from: number, to: number) {
  for (let no = from; no <= to; no++) yield `CODE-${no}`;
}

describe('codes that are loaded', () => {
  let records: RecordDatabase;
  let store: SqlCodeStore;
  let counts: SqlCodeCounts;
  let ledger: MemoryDrawLedger;
  let time: number;

  beforeEach(async () => {
    records = await newRecords('SQLite');
    store = new SqlCodeStore(records, new AesVault(readOrMakeDataKeys(join(await tempDir(), 'keys.json'))));
    counts = new SqlCodeCounts(records);
    ledger = new MemoryDrawLedger();
    time = 0;
  });
  afterEach(async () => {
    sinon.restore();
    await records.close();
  });

  const importer = (pools = ledger) =>
    new CodeImport({ store, pools, rest: async () => {}, monotonic: { now: () => time } });

  it('are announced when they are there, and a repeat loads and announces the same', async () => {
    const done: number[] = [];
    const result = await importer().run(place, codes(1, 5000), (now) => done.push(now));
    expect(result).to.deep.equal({ added: 5000, known: 0, size: 5000, announced: true });
    expect(done).to.deep.equal([2000, 4000, 5000]);
    expect(await ledger.pools('a1')).to.deep.equal({ card: 5000 });
    expect(await importer().run(place, codes(1, 5000))).to.include({ added: 0, known: 5000, size: 5000 });
  });

  it('are announced on the way, each ten seconds, and never before they are there', async () => {
    const sizes: number[] = [];
    const growPool = sinon.stub(ledger, 'growPool').callsFake(async (_activity, _prize, size) => {
      const [loaded] = await counts.sizes('a1');
      expect(loaded?.size).to.be.at.least(size);
      sizes.push(size);
    });
    await importer().run(place, codes(1, 8000), () => {
      time += 6000;
    });
    expect(sizes).to.deep.equal([4000, 8000, 8000]);
    expect(growPool.called).to.equal(true);
  });

  it('go on where an import was interrupted', async () => {
    async function* broken() {
      yield* codes(1, 4500);
      throw new Error('killed');
    }
    await importer()
      .run(place, broken())
      .catch(() => {});
    expect(await counts.sizes()).to.deep.equal([{ ...place, size: 4000 }]);
    expect(await ledger.pools('a1')).to.deep.equal({});
    const result = await importer().run(place, codes(1, 6000));
    expect(result).to.include({ added: 2000, known: 4000, size: 6000, announced: true });
  });

  it('stay loaded where they could not be announced, and a repeat mends that', async () => {
    sinon.stub(ledger, 'growPool').rejects(new Error('away'));
    const result = await importer().run(place, codes(1, 10));
    expect(result).to.include({ added: 10, size: 10, announced: false });
    sinon.restore();
    async function* none() {}
    expect(await importer().run(place, none())).to.include({ added: 0, size: 10, announced: true });
    expect(await ledger.pools('a1')).to.deep.equal({ card: 10 });
  });

  describe('and draws that do not know of them', () => {
    const reports: string[] = [];
    const upkeep = () =>
      new PoolUpkeep({
        counts,
        pools: ledger,
        mayAnnounce: async () => true,
        errorReporter: { report: (fault, error) => reports.push(`${fault}: ${(error as Error).message}`) },
      });
    beforeEach(() => reports.splice(0));

    it('are announced by the operations side', async () => {
      await store.add(place, ['A', 'B']);
      await store.add({ ...place, prizeId: 'ticket' }, ['A']);
      await ledger.growPool('a1', 'ticket', 1);
      await upkeep().compareAll();
      expect(await ledger.pools('a1')).to.deep.equal({ card: 2, ticket: 1 });
      expect(reports).to.deep.equal([]);
    });

    it('are reported where more are announced than loaded', async () => {
      await store.add(place, ['A']);
      await ledger.growPool('a1', 'card', 3);
      await upkeep().compareAll();
      expect(reports).to.have.length(1);
      expect(reports[0]).to.match(/missing: 3 codes are announced and 1 loaded/);
    });

    it('are tried again after a fault', async () => {
      await store.add(place, ['A']);
      const stub = sinon.stub(ledger, 'growPool').rejects(new Error('away'));
      await upkeep().compareAll();
      expect(reports).to.have.length(1);
      stub.restore();
      await upkeep().compareAll();
      expect(await ledger.pools('a1')).to.deep.equal({ card: 1 });
    });
  });

  it('are counted, with the awards that have used up their numbers', async () => {
    await ledger.seed('a1', SECRET, 'secret');
    for (let no = 0; no < 3; no++) await commitNext(ledger, 'a1', { candidates: [candidate('card')] });
    await store.add(place, ['A', 'B', 'C', 'D', 'E']);
    await ledger.growPool('a1', 'card', 4);
    expect(await codeStatus({ counts, ledger }, 'a1', ['card', 'empty'])).to.deep.equal([
      { ...place, loaded: 5, announced: 4, awarded: 3, given: 0, left: 2 },
      { activityId: 'a1', prizeId: 'empty', loaded: 0, announced: 0, awarded: 0, given: 0, left: 0 },
    ]);
  });
});
