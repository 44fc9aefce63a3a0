import { expect } from 'chai';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlAccessTokens } from '../../../../src/adapters/sql/records/sql-access-tokens.ts';
import { SqlAuditTrail } from '../../../../src/adapters/sql/records/sql-audit-trail.ts';
import { SqlBegunActions } from '../../../../src/adapters/sql/records/sql-begun-actions.ts';
import { SqlConsoleSessions } from '../../../../src/adapters/sql/records/sql-console-sessions.ts';
import { SqlCredentials } from '../../../../src/adapters/sql/records/sql-credentials.ts';
import { SqlOneTimeLinks } from '../../../../src/adapters/sql/records/sql-one-time-links.ts';
import { SqlOperatorStore } from '../../../../src/adapters/sql/records/sql-operator-store.ts';
import { SqlSignInAttempts } from '../../../../src/adapters/sql/records/sql-sign-in-attempts.ts';
import { SqlSsoAccounts } from '../../../../src/adapters/sql/records/sql-sso-accounts.ts';
import { describeAccessTokens } from '../../../contracts/access-tokens.ts';
import { describeAuditTrail } from '../../../contracts/audit-trail.ts';
import { begunAction, describeBegunActions } from '../../../contracts/begun-actions.ts';
import { describePeopleStores, type PeopleStores } from '../../../contracts/operator-store.ts';
import { describeSignInAttempts } from '../../../contracts/sign-in-attempts.ts';
import { newRecords, type RecordStoreName, recordStoreNames } from '../../../support/record-stores.ts';
import { openedTwice } from './opened-twice.ts';

function storesOf(records: RecordDatabase): PeopleStores {
  return {
    operators: new SqlOperatorStore(records),
    credentials: new SqlCredentials(records),
    links: new SqlOneTimeLinks(records),
    sessions: new SqlConsoleSessions(records),
    sso: new SqlSsoAccounts(records),
  };
}

async function begunActionsOf(name: RecordStoreName, clocks = [Date.now, Date.now]) {
  const { one, two, close } = await openedTwice(name);
  const [now = Date.now, nowOfOther = Date.now] = clocks;
  return {
    one: new SqlBegunActions(one, { now }),
    other: new SqlBegunActions(two, { now: nowOfOther }),
    trail: new SqlAuditTrail(one),
    age: async (ms: number) => {
      await one.db
        .updateTable('begun_actions')
        .set((eb) => ({ noted_at: eb('noted_at', '-', ms) }))
        .execute();
    },
    notes: async () => (await one.db.selectFrom('begun_actions').select('id').execute()).map(({ id }) => id),
    close,
  };
}

for (const name of recordStoreNames) {
  describePeopleStores({
    name,
    async create() {
      const { one, two, close } = await openedTwice(name);
      return { one: storesOf(one), other: storesOf(two), close };
    },
  });

  describeSignInAttempts({
    name,
    async create() {
      const { one, two, close } = await openedTwice(name);
      return { one: new SqlSignInAttempts(one), other: new SqlSignInAttempts(two), close };
    },
  });

  describeAccessTokens({
    name,
    async create() {
      const records = await newRecords(name);
      return { tokens: new SqlAccessTokens(records), close: () => records.close() };
    },
  });

  describeAuditTrail({
    name,
    async create() {
      const records = await newRecords(name);
      return { trail: new SqlAuditTrail(records), close: () => records.close() };
    },
  });

  describeBegunActions({ name, create: () => begunActionsOf(name) });

  describe(`the table of the trail in ${name}`, () => {
    it('takes no change, also from who writes SQL by hand', async () => {
      const records = await newRecords(name);
      const by = { operatorId: null, operator: 'root', via: 'command' as const, address: '' };
      const done = { action: 'pause', activityId: null, target: null, reason: '', before: null, after: null };
      const trail = new SqlAuditTrail(records);
      await trail.append({ id: 'a', at: 1, ...by, ...done });
      const attempts = [
        () => records.db.deleteFrom('trail').execute(),
        () => records.db.updateTable('trail').set({ reason: 'another' }).execute(),
        () => trail.append({ id: 'a', at: 2, ...by, ...done }),
      ];
      for (const attempt of attempts) expect(await attempt().then(() => 'done', String)).not.to.equal('done');
      expect(await trail.page({ limit: 9 })).to.have.length(1);
      await records.close();
    });
  });

  describe(`the failures of sign-ins in ${name}`, () => {
    it('are only read while there is a pause: a flood waits for no one who writes, and nobody for it', async () => {
      const { one, two, close } = await openedTwice(name);
      const keys = [{ of: 'name', digest: 'x' }] as const;
      const attempts = new SqlSignInAttempts(one);
      for (let no = 0; no < 5; no++) await attempts.begin(keys, 1000);
      await two.db.transaction().execute(async (transaction) => {
        await transaction.updateTable('sign_in_failures').set({ failures: 5 }).execute();
        expect(await attempts.begin(keys, 1000)).to.deep.equal({ kind: 'refused', waitMs: 30_000 });
      });
      await close();
    });

    it('are deleted when they are forgotten', async () => {
      const records = await newRecords(name);
      const attempts = new SqlSignInAttempts(records);
      for (let no = 0; no < 99; no++) await attempts.begin([{ of: 'name', digest: `${no}` }], 1000);
      await attempts.begin([{ of: 'name', digest: 'late' }], 2 * 24 * 3_600_000);
      await attempts.begin([{ of: 'name', digest: 'later' }], 2 * 24 * 3_600_000);
      const { length } = await records.db.selectFrom('sign_in_failures').select('key').execute();
      expect(length).to.equal(2);
      await records.close();
    });
  });
}

describe('what was begun, in PostgreSQL', () => {
  for (const [what, hours] of [
    ['behind', -1],
    ['ahead', 1],
  ] as const) {
    it(`is as old as the store says, also where the clock of a process is an hour ${what}`, async () => {
      const wrong = () => Date.now() + hours * 3_600_000;
      for (const clocks of [
        [wrong, Date.now],
        [Date.now, wrong],
      ]) {
        const { one, other, trail, age, close } = await begunActionsOf('PostgreSQL', clocks);
        await one.note(begunAction(1));
        await other.conclude(600_000);
        expect(await trail.page({ limit: 9 })).to.deep.equal([]);
        await age(600_001);
        await other.conclude(600_000);
        expect(await trail.page({ limit: 9 })).to.have.length(1);
        await close();
      }
    });
  }
});
