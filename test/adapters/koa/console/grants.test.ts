import { expect } from 'chai';
import fc from 'fast-check';
import { type LuckyConsole, openLuckyConsole } from '../../../support/lucky-console.ts';
import { recordStoreNames } from '../../../support/record-stores.ts';

for (const name of recordStoreNames) {
  describe(`grants in the console, with records in ${name}`, () => {
    let people: LuckyConsole;
    before(async () => {
      people = await openLuckyConsole(name);
    });
    after(() => people?.close());

    const order = (more: object = {}) => ({
      ...{ activity_id: 'lucky', chances: 2, key: 'sorry-1', reason: '补偿' },
      ...more,
    });
    const grant = (more: object) => people.console.post('/grants', order(more), 'publisher');
    const earnedOf = async (uid: string) => (await people.ledger.read('lucky', uid)).draws.earned;

    it('counts once for a user and a key, with what was left before and after in the trail', async () => {
      const first = await grant({ uid: 'ann' });
      expect(first.body).to.deep.equal({
        ...{ granted: 1, chances: 2, known: 0 },
        before: { left: 3, earned_left: 0 },
        after: { left: 5, earned_left: 2 },
      });
      const again = await grant({ uid: 'ann', chances: 50 });
      expect(again.body).to.deep.include({
        granted: 0,
        chances: 0,
        known: 1,
        after: { left: 5, earned_left: 2 },
      });
      expect(await earnedOf('ann')).to.equal(2);
      const [entry] = people.console.trail;
      expect(entry).to.deep.include({
        ...{ action: 'chances_granted', operator: 'publisher', via: 'console' },
        ...{ activityId: 'lucky', target: 'ann', reason: '补偿', before: { left: 3, earned_left: 0 } },
      });
      expect(entry?.after).to.deep.include({ key: 'sorry-1', each: 2, granted: 1, left: 5 });
    });

    it('counts once where two programs repeat the same grants at the same time', async () => {
      const uids = Array.from({ length: 150 }, (_, no) => `raced-${no}`);
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() => people.console.asProgram('grants', '/grants', order({ uids, key: 'race' }))),
      );
      expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200]);
      const sum = (field: 'granted' | 'known') => answers.reduce((all, { body }) => all + body[field], 0);
      expect(sum('granted')).to.equal(uids.length);
      expect(sum('known')).to.equal(3 * uids.length);
      for (const uid of uids) expect(await earnedOf(uid), uid).to.equal(2);
      expect(people.console.trail.at(-1)).to.deep.include({
        via: 'token',
        operator: 'program-grants',
        target: null,
      });
    });

    it('counts once for any users, keys and repeats, beside draws of the same users', async () => {
      const users = ['p1', 'p2', 'p3'];
      const asked = fc.record({
        uid: fc.constantFrom(...users),
        key: fc.constantFrom('a', 'b', 'c'),
        chances: fc.integer({ min: 1, max: 100 }),
      });
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 8 }), async (orders) => {
          round += 1;
          const before = await Promise.all(users.map(earnedOf));
          const keyed = orders.map((one) => ({ ...one, key: `${one.key}.${round}` }));
          const answers = await Promise.all([
            ...keyed.map((one) => grant(one)),
            ...users.map((uid) => people.draw(uid).catch(() => '')),
          ]);
          const granted = answers.reduce(
            (sum, answer) => sum + (typeof answer === 'string' ? 0 : answer.body.granted),
            0,
          );
          expect(granted).to.equal(new Set(keyed.map(({ uid, key }) => `${uid}:${key}`)).size);
          const after = await Promise.all(users.map(earnedOf));
          for (const [no, uid] of users.entries()) {
            const keys = new Set(keyed.filter((one) => one.uid === uid).map(({ key }) => key));
            const most = [...keys].reduce(
              (sum, key) =>
                sum +
                Math.max(
                  ...keyed.filter((one) => one.uid === uid && one.key === key).map((one) => one.chances),
                ),
              0,
            );
            expect((after[no] as number) - (before[no] as number)).to.be.within(keys.size, most);
          }
        }),
        { numRuns: 15 },
      );
    });

    it('refuses what is no grant, and says why', async () => {
      const errors = async (more: object) => {
        const { status, body } = await grant(more);
        return [status, body.error.field ?? body.error.detail?.reason ?? body.error.code];
      };
      expect(await errors({})).to.deep.equal([400, 'uid']);
      expect(await errors({ uid: 'a', uids: ['b'] })).to.deep.equal([400, 'uid']);
      expect(await errors({ uids: [] })).to.deep.equal([400, 'uids']);
      expect(await errors({ uids: Array(1001).fill('a') })).to.deep.equal([400, 'uids']);
      expect(await errors({ uids: ['ok', 'a\u0007'] })).to.deep.equal([400, 'uids.1']);
      expect(await errors({ uid: 'a', chances: 0 })).to.deep.equal([400, 'chances']);
      expect(await errors({ uid: 'a', chances: 101 })).to.deep.equal([400, 'chances']);
      expect(await errors({ uid: 'a', chances: 1.5 })).to.deep.equal([400, 'chances']);
      expect(await errors({ uid: 'a', key: 'no spaces' })).to.deep.equal([400, 'key']);
      expect(await errors({ uid: 'a', reason: '' })).to.deep.equal([400, 'reason']);
      expect(await errors({ uid: 'a', activity_id: 'nothing' })).to.deep.equal([404, 'not_found']);
      expect(await errors({ uid: 'a', activity_id: 'over' })).to.deep.equal([409, 'ended']);
      expect(await errors({ uid: 'a', activity_id: 'shop' })).to.deep.equal([409, 'no_draws']);
      expect(await earnedOf('a')).to.equal(0);
    });

    it('is for support and for programs with the scope alone', async () => {
      const status = async (caller: 'viewer' | 'editor' | 'staff') =>
        (await people.console.post('/grants', order({ uid: 'b' }), caller)).status;
      expect(await Promise.all([status('viewer'), status('editor'), status('staff')])).to.deep.equal([
        403, 403, 403,
      ]);
      for (const scope of ['reports', 'deliveries', 'activities'] as const) {
        expect((await people.console.asProgram(scope, '/grants', order({ uid: 'b' }))).status).to.equal(403);
      }
      expect(await earnedOf('b')).to.equal(0);
    });
  });
}
