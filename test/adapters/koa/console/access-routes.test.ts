import { expect } from 'chai';
import fc from 'fast-check';
import { blockedUsersRoutes } from '../../../../src/adapters/koa/console/routes/blocked-users-routes.ts';
import { sessionEndRoutes } from '../../../../src/adapters/koa/console/routes/session-end-routes.ts';
import type { RecordDatabase } from '../../../../src/adapters/sql/records/record-database.ts';
import { SqlBlockedUsers } from '../../../../src/adapters/sql/records/sql-blocked-users.ts';
import { SqlSessionEnds } from '../../../../src/adapters/sql/records/sql-session-ends.ts';
import { isTypedUid } from '../../../../src/domain/visitors/user.ts';
import { startConsole, type TestConsole } from '../../../support/console.ts';
import { newRecords, recordStoreNames } from '../../../support/record-stores.ts';

const DIGEST = 'ab'.repeat(32);
const WRONG_REASONS = ['', '   ', '\u200b\u2060', '\u3164', 'x'.repeat(501), 'a\0b', 5, null, undefined];
const ODD_UIDS = [
  'u 1',
  '用户/甲',
  '__proto__',
  'constructor',
  "o'neil;--",
  '😀'.repeat(64),
  'a%2f..',
  '<b>',
];

for (const name of recordStoreNames) {
  describe(`who is kept out, in the console, with records in ${name}`, () => {
    let records: RecordDatabase;
    let console: TestConsole;
    const clock = { now: () => Date.now() };
    beforeEach(async () => {
      records = await newRecords(name);
      const users = new SqlBlockedUsers(records, clock);
      console = await startConsole({
        routes: [
          ...sessionEndRoutes({ ends: new SqlSessionEnds(records, clock), clock }),
          ...blockedUsersRoutes({ users, fixed: ['u666', 'u667'] }),
        ],
      });
    });
    afterEach(async () => {
      await console?.close();
      await records?.close();
    });

    const block = (uid: unknown, reason: unknown = '工单 4521') =>
      console.post('/blocked-users', { uid, reason }, 'publisher.eva');
    const unblock = (uid: unknown, reason: unknown = '查清了') =>
      console.post('/blocked-users/unblock', { uid, reason }, 'publisher.eva');
    const find = async (uid: string) => (await console.post('/blocked-users/lookup', { uid }, 'viewer')).body;
    const listed = async (query = '') => (await console.get(`/blocked-users${query}`, 'viewer')).body;

    it('blocks a user for a reason, with who did it, and lets the user in again', async () => {
      const { status, body } = await block('u1');
      expect(status).to.equal(200);
      expect(body.added).to.equal(true);
      expect(body.user).to.include({ uid: 'u1', reason: '工单 4521', by: 'eva' });
      expect(await find('u1')).to.deep.equal({ uid: 'u1', fixed: false, blocked: body.user });
      expect(await listed()).to.deep.equal({ fixed: ['u666', 'u667'], blocked: [body.user], next: null });
      expect((await unblock('u1')).body).to.deep.equal({ removed: true });
      expect((await find('u1')).blocked).to.equal(null);
      expect((await listed()).blocked).to.deep.equal([]);
      const { at } = body.user;
      expect(
        console.trail.map(({ action, target, operator, reason, before, after }) => ({
          ...{ action, target, operator, reason, before, after },
        })),
      ).to.deep.equal([
        {
          ...{ action: 'user_blocked', target: 'u1', operator: 'eva', reason: '工单 4521', before: null },
          after: { blocked: { reason: '工单 4521', by: 'eva' } },
        },
        {
          ...{ action: 'user_unblocked', target: 'u1', operator: 'eva', reason: '查清了', after: null },
          before: { blocked: { reason: '工单 4521', by: 'eva', at } },
        },
      ]);
      expect(console.begun.size).to.equal(0);
    });

    it('may be repeated: a second reason replaces the first, and nobody is unblocked twice', async () => {
      await block('u1', 'one');
      const { body } = await block('u1', 'two');
      expect(body).to.deep.include({ added: false });
      expect((await listed()).blocked).to.deep.equal([body.user]);
      expect(console.trail.at(-1)?.before).to.have.nested.property('blocked.reason', 'one');
      await unblock('u1');
      expect((await unblock('u1')).body).to.deep.equal({ removed: false });
      expect(console.trail).to.have.length(3);
      expect(console.begun.size).to.equal(0);
    });

    it('lists the latest first, page by page, each user once, whatever the ids look like', async () => {
      const uids = [...ODD_UIDS, 'x'.repeat(128), '汉'.repeat(128)];
      for (const uid of uids) expect((await block(uid)).status, uid).to.equal(200);
      const found: string[] = [];
      let query: string | null = '?limit=3';
      while (query !== null) {
        const page: { blocked: { uid: string }[]; fixed: string[]; next: string | null } =
          await listed(query);
        expect(page.blocked.length).to.be.at.most(3);
        expect(page.fixed).to.have.length(found.length === 0 ? 2 : 0);
        found.push(...page.blocked.map(({ uid }) => uid));
        query = page.next && `?limit=3&cursor=${page.next}`;
      }
      expect([...found].sort()).to.deep.equal([...uids].sort());
      for (const uid of uids) expect((await find(uid)).blocked?.uid).to.equal(uid);
      for (const uid of uids) expect((await unblock(uid)).body.removed).to.equal(true);
    });

    it('shows those of the setting, and unblocks none of them', async () => {
      expect(await find('u666')).to.deep.equal({ uid: 'u666', fixed: true, blocked: null });
      const { status, body } = await unblock('u666');
      expect(status).to.equal(409);
      expect(body.error.detail).to.deep.equal({ reason: 'fixed' });
      // One who is in both leaves the list, and stays blocked by the setting.
      await block('u666');
      expect((await unblock('u666')).body).to.deep.equal({ removed: true });
      expect(await find('u666')).to.deep.include({ fixed: true, blocked: null });
    });

    it('refuses reasons that nobody can read, and ids that no user has', async () => {
      for (const ask of [block, unblock]) {
        for (const reason of WRONG_REASONS) {
          const { status, body } = await ask('u1', reason === undefined ? null : reason);
          expect(
            [status, body.error.detail?.field ?? body.error.field],
            JSON.stringify(reason),
          ).to.deep.equal([400, 'reason']);
        }
        for (const uid of ['', 'x'.repeat(129), 'a\0b', 'a\nb', '\ud800', 5, null, ['u1'], { uid: 'u1' }])
          expect((await ask(uid)).status, JSON.stringify(uid)).to.equal(400);
      }
      for (const query of [
        '?cursor=x',
        '?cursor=MSAA',
        `?cursor=${'x'.repeat(1001)}`,
        '?limit=0',
        '?limit=201',
      ])
        expect((await console.get(`/blocked-users${query}`)).status, query).to.equal(400);
      expect(console.trail).to.deep.equal([]);
      expect((await listed()).blocked).to.deep.equal([]);
    });

    it('answers any body with what is right or with 400, and never with a fault', async () => {
      const body = fc.dictionary(
        fc.constantFrom('uid', 'reason', 'token_digest', 'sid', '__proto__', 'constructor'),
        fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
        { noNullPrototype: true },
      );
      const path = fc.constantFrom(
        '/blocked-users',
        '/blocked-users/unblock',
        '/blocked-users/lookup',
        '/sessions/end',
      );
      await fc.assert(
        fc.asyncProperty(path, body, async (to, given) => {
          expect((await console.post(to, given)).status).to.be.oneOf([200, 400, 409]);
        }),
        { numRuns: 60 },
      );
      const uid = fc.string({ unit: 'grapheme', maxLength: 140 });
      await fc.assert(
        fc.asyncProperty(uid, async (each) => {
          const isRight = isTypedUid(each) && !/\p{Surrogate}/u.test(each);
          expect((await block(each)).status).to.equal(isRight ? 200 : 400);
          if (isRight) expect((await find(each)).blocked?.uid).to.equal(each);
        }),
        { numRuns: 30 },
      );
    });

    it('ends the sessions of a user, of a token, of a session at the provider; each later end has a greater number', async () => {
      const before = Date.now();
      const byUser = await console.post('/sessions/end', { uid: 'u1', reason: '丢了手机' }, 'publisher.eva');
      expect(byUser.status).to.equal(200);
      expect(Date.parse(byUser.body.at)).to.be.within(before, Date.now());
      const byToken = await console.asProgram('sessions', '/sessions/end', { token_digest: DIGEST });
      const bySid = await console.asProgram('sessions', '/sessions/end', { sid: 's-1', reason: 'logout' });
      const again = await console.asProgram('sessions', '/sessions/end', { sid: 's-1', reason: 'logout' });
      const numbers = [byUser, byToken, bySid, again].map(({ body }) => body.no);
      expect(numbers).to.deep.equal([...numbers].sort((one, other) => one - other));
      expect(new Set(numbers).size).to.equal(4);
      const rows = await records.db
        .selectFrom('session_ends')
        .select(['kind', 'value'])
        .orderBy('no')
        .execute();
      expect(rows).to.deep.equal([
        { kind: 'user', value: 'u1' },
        { kind: 'token', value: DIGEST },
        { kind: 'sid', value: 's-1' },
      ]);
      expect(
        console.trail.map(({ action, target, via, reason, after }) => ({
          ...{ action, target, via, reason, after },
        })),
      ).to.deep.equal(
        [
          ...[{ target: 'u1', via: 'console', reason: '丢了手机', after: { by: 'user', no: numbers[0] } }],
          ...[{ target: DIGEST, via: 'token', reason: '', after: { by: 'token', no: numbers[1] } }],
          ...[{ target: 's-1', via: 'token', reason: 'logout', after: { by: 'sid', no: numbers[2] } }],
          ...[{ target: 's-1', via: 'token', reason: 'logout', after: { by: 'sid', no: numbers[3] } }],
        ].map((entry) => ({ action: 'user_sessions_ended', ...entry })),
      );
    });

    it('ends exactly one thing at a time, named as it is', async () => {
      const wrong = [
        ...[{}, { uid: 'u1', sid: 's' }, { uid: 'u1', token_digest: DIGEST }, { reason: 'why' }],
        ...[{ token_digest: DIGEST.toUpperCase() }, { token_digest: 'ab' }, { token_digest: 'demo-u1' }],
        ...[{ sid: '' }, { sid: 'x'.repeat(256) }, { sid: 'a\nb' }, { uid: 'u1', reason: '\u200b' }],
        ...[{ uid: 'u1', reason: 'x'.repeat(501) }, { uid: '' }, { uid: 'a\tb' }],
      ];
      for (const body of wrong) {
        const { status } = await console.post('/sessions/end', body, 'publisher');
        expect(status, JSON.stringify(body)).to.equal(400);
      }
      expect(console.trail).to.deep.equal([]);
      expect(console.begun.size).to.equal(0);
      expect(await records.db.selectFrom('session_ends').selectAll().execute()).to.deep.equal([]);
    });

    it('lets those see who may view, and those act who may block', async () => {
      for (const path of ['/blocked-users', '/blocked-users/unblock', '/sessions/end']) {
        for (const caller of ['viewer', 'editor', 'staff'] as const)
          expect((await console.post(path, { uid: 'u1', reason: 'why' }, caller)).status, caller).to.equal(
            403,
          );
        expect((await console.asProgram('grants', path, { uid: 'u1', reason: 'why' })).status).to.equal(403);
        const { 'X-CSRF-Token': _csrf, ...headers } = console.headersOf('admin');
        for (const csrf of [{}, { 'X-CSRF-Token': 'guessed' }]) {
          const response = await fetch(`${console.origin}/api${path}`, {
            method: 'POST',
            headers: { ...headers, ...csrf, 'Content-Type': 'application/json' },
            body: JSON.stringify({ uid: 'u1', reason: 'why' }),
          });
          expect(response.status).to.equal(403);
        }
      }
      // A program with the scope ends sessions, and blocks nobody.
      expect(
        (await console.asProgram('sessions', '/blocked-users', { uid: 'u1', reason: 'why' })).status,
      ).to.equal(403);
      expect((await console.get('/blocked-users', 'staff')).status).to.equal(403);
      expect(console.trail).to.deep.equal([]);
      expect((await listed()).blocked).to.deep.equal([]);
    });
  });
}
