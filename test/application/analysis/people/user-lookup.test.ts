import { expect } from 'chai';
import { type CompiledQuery, sql } from 'kysely';
import { MemoryDrawLedger } from '../../../../src/adapters/memory/memory-draw-ledger.ts';
import { archiveRowOf } from '../../../../src/adapters/sql/records/archive-rows.ts';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import type { RecordSource } from '../../../../src/adapters/sql/records/record-source.ts';
import { SqlDeliveryPages } from '../../../../src/adapters/sql/records/sql-delivery-pages.ts';
import { SqlDrawHistory } from '../../../../src/adapters/sql/records/sql-draw-history.ts';
import { SqlEarningHistory } from '../../../../src/adapters/sql/records/sql-earning-history.ts';
import type { PublishedReleases } from '../../../../src/application/analysis/explained-source.ts';
import { PeopleLedger } from '../../../../src/application/analysis/people/people-ledger.ts';
import { PeopleRecords } from '../../../../src/application/analysis/people/people-records.ts';
import { UserLookup } from '../../../../src/application/analysis/people/user-lookup.ts';
import { kinds } from '../../../../src/application/kinds/kinds.ts';
import type { LedgerSnapshot } from '../../../../src/domain/draws/draw-log.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { insertDeliveries, webhookRow } from '../../../support/delivery-rows.ts';
import { promised } from '../../../support/promised.ts';
import { queriesOf, rowsReadBy } from '../../../support/queries-of.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';
import { wonEntry } from '../../../support/sample-entries.ts';

const DRAWS = 10_000;
const NOTHING: PublishedReleases = {
  state: async () => ({ version: 0, serving: null, release: null, candidate: null, lastNo: 0 }),
  release: async () => undefined,
  read: () => ({ ok: false, problems: [] }),
};
const who = { activityId: 'a1', uid: 'ann', zoneId: null };

const emptyLedger = (): LedgerSnapshot => {
  const none = new MemoryDrawLedger();
  return { drawLog: none, accounts: none, pools: none };
};

function lookupOn(
  records: RecordSource,
  {
    open = async () => emptyLedger(),
    releases = NOTHING,
  }: Partial<{ open: () => Promise<LedgerSnapshot>; releases: PublishedReleases }> = {},
): UserLookup {
  return new UserLookup({
    releases,
    kinds,
    ledger: new PeopleLedger(open),
    records: new PeopleRecords({
      draws: new SqlDrawHistory(records),
      earnings: new SqlEarningHistory(records),
      deliveries: new SqlDeliveryPages(records),
    }),
    access: { blocked: async () => null, namespaces: async () => ({ fixed: null, own: 'demo' }) },
    clock: { now: () => 0 },
  });
}

const MOST_TIMES = 20;

/** Asks again where the store does not answer in time, as on a busy machine. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let time = 1; ; time++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DependencyError) || time === MOST_TIMES) throw error;
    }
  }
}

for (const name of recordStoreNames) {
  describe(`a look at a user with ${DRAWS} draws, in ${name}`, () => {
    let records: RecordDatabase;
    before(async () => {
      records = await newRecords(name);
      const numbers = Array.from({ length: DRAWS }, (_, index) => index + 1);
      for (let from = 0; from < DRAWS; from += 500) {
        const rows = numbers.slice(from, from + 500).flatMap((no) => [
          {
            activity_id: 'a1',
            log: 'root',
            ...archiveRowOf(wonEntry(2 * no, no, { uid: 'ann', drawNo: no, drawId: `d${no}` })),
          },
          {
            ...{ activity_id: 'a1', log: 'root' },
            ...archiveRowOf({
              ...{ kind: 'earning', seq: 2 * no + 1, at: no, uid: 'ann' },
              ...{ key: `grant:k${no}`, chances: 1, day: '2026-11-11' },
            }),
          },
        ]);
        await records.db.insertInto('archive_entries').values(rows).execute();
      }
      await insertDeliveries(
        records,
        numbers.map((no) => webhookRow(no, { activity_id: 'a1', draw_id: `d${no}`, uid: 'ann' })),
      );
      if (records.kind === 'postgres') await sql`analyze`.execute(records.db);
    });
    after(() => records.close());

    it('has all of them, page by page, each once', async () => {
      const lookup = lookupOn(records);
      const first = await patiently(() => lookup.lookUp(who));
      const draws = first.draws.draws.map(({ drawNo }) => drawNo);
      for (let { next } = first.draws; next !== null; ) {
        const before = next;
        const page = await patiently(() => lookup.draws(who, before));
        draws.push(...page.draws.map(({ drawNo }) => drawNo));
        next = page.next;
      }
      expect(draws).to.deep.equal(Array.from({ length: DRAWS }, (_, index) => DRAWS - index));
      const wins = first.wins.deliveries.map(({ drawId }) => drawId);
      for (let { next } = first.wins; next !== null; ) {
        const before = next;
        const page = await patiently(() => lookup.wins(who, before));
        wins.push(...page.deliveries.map(({ drawId }) => drawId));
        next = page.next;
      }
      expect(new Set(wins).size).to.equal(DRAWS);
      let earnings = first.earnings.earnings.length;
      for (let { next } = first.earnings; next !== null; ) {
        const before = next;
        const page = await patiently(() => lookup.earnings(who, before));
        earnings += page.earnings.length;
        next = page.next;
      }
      expect(earnings).to.equal(DRAWS);
    });

    it('reads no more rows than it shows, on the first page and on a late one', async () => {
      const queries = await patiently(() =>
        queriesOf(records, async (seen) => {
          const lookup = lookupOn(seen);
          await lookup.lookUp(who);
          await lookup.draws(who, 5000);
          await lookup.wins(who, { wonAt: 5000, drawId: 'd5000' });
          await lookup.earnings(who, { at: 5000, seq: 10_001 });
        }),
      );
      expect(queries.length).to.be.within(7, 12);
      for (const query of queries) {
        if (records.kind === 'postgres') {
          // Each of the 51 with its form, if it had one.
          expect(await rowsReadBy(records, query), query.sql).to.be.at.most(110);
        } else {
          const { rows } = await records.db.executeQuery<{ detail: string }>({
            ...query,
            sql: `explain query plan ${query.sql}`,
          } as CompiledQuery<{ detail: string }>);
          const plan = rows.map(({ detail }) => detail).join('; ');
          expect(plan, query.sql)
            .to.match(/SEARCH/)
            .and.not.match(/TEMP B-TREE|SCAN/);
        }
      }
    });
  });
}

describe('a look at a user while a store is away', () => {
  const hanging = () => new Promise<never>(() => {});
  const records: RecordSource = {
    kind: 'sqlite',
    get db(): never {
      throw new Error('away');
    },
  };

  async function failure(lookup: UserLookup): Promise<number> {
    const began = performance.now();
    const error = await lookup.lookUp(who).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(DependencyError);
    return performance.now() - began;
  }

  it('fails in less than 2 s, whichever it is, and for many who ask', async () => {
    const lost = lookupOn(records);
    const hangs = lookupOn(records, { releases: { ...NOTHING, state: hanging } });
    await promised({ lostMs: 2000, hangsMs: 2000 }, async () => {
      const lostMs = await failure(lost);
      const times = await Promise.all(Array.from({ length: 100 }, () => failure(hangs)));
      return { lostMs, hangsMs: Math.max(...times) };
    });
  });

  it('fails in less than 2 s where the ledger hangs', async () => {
    const some = await newRecords('SQLite');
    try {
      const lookup = lookupOn(some, { open: hanging });
      await promised({ failsMs: 2000 }, async () => ({ failsMs: await failure(lookup) }));
    } finally {
      await some.close();
    }
  });
});
