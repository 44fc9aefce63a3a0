import { request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { consoleRoute } from '../../../../src/adapters/koa/console/console-route.ts';
import { ROLES, type Role } from '../../../../src/domain/operators/roles.ts';
import type { Browser } from '../../../support/browser.ts';
import { type PeopleConsole, startPeople } from '../../../support/people-console.ts';

const HOUR = 3_600_000;
const NO_ID = '00000000-0000-4000-8000-000000000000';

/* A route of a part beside, with a scope for programs. */
const reports = consoleRoute({
  method: 'GET',
  path: '/reports-of-a-test',
  access: 'view',
  scope: 'reports',
  summary: 'a report',
  input: null,
  output: z.object({ by: z.string() }),
  handle: async ({ actor }) => ({ by: actor.name }),
});

describe('accounts in the console', () => {
  let people: PeopleConsole;
  let admin: Browser;

  before(async () => {
    people = await startPeople({ env: { CONSOLE_URL: 'https://console.example' }, routes: [reports] });
    admin = await people.signedIn('Ann', 'admin');
  });
  after(() => people.close());

  const reasonOf = ({ body }: { body: { error?: { detail?: { reason?: string } } } }) =>
    body.error?.detail?.reason;
  const idOf = async (name: string) => {
    const { body } = await admin.get('/operators');
    return body.operators.find((each: { name: string }) => each.name === name)?.id as string;
  };

  it('are made with a link under the address of the console, and listed without secrets', async () => {
    const { status, body } = await admin.post('/operators', { name: ' 小林  Lin ', role: 'editor' });
    expect(status).to.equal(200);
    expect(body.operator).to.include({ name: '小林 Lin', role: 'editor', state: 'invited', via: 'password' });
    expect(body.link.url).to.match(/^https:\/\/console\.example\/welcome#[\w-]{43}$/);
    expect(body.link.expires_at).to.equal(new Date(people.now + 72 * HOUR).toISOString());
    const list = await admin.get('/operators');
    expect(list.body.operators.map(({ name }: { name: string }) => name)).to.have.members([
      'Ann',
      '小林 Lin',
    ]);
    expect(JSON.stringify(list.body)).not.to.match(/scrypt|password"\s*:\s*"/);
    expect(JSON.stringify(people.trail)).not.to.include(body.link.url.split('#')[1]);
  });

  it('have names that are valid and no one else’s', async () => {
    for (const name of ['', 'a\nb', 'x'.repeat(65), 'аnn']) {
      const { status, body } = await admin.post('/operators', { name, role: 'viewer' });
      expect([status, body.error.field], name).to.deep.equal([400, 'name']);
    }
    expect(reasonOf(await admin.post('/operators', { name: 'ＡＮＮ', role: 'viewer' }))).to.equal(
      'name_taken',
    );
    expect((await admin.post('/operators', { name: 'King', role: 'king' })).body.error.field).to.equal(
      'role',
    );
  });

  it('change with what they were and are in the trail', async () => {
    const { id } = await people.person('Bea', 'viewer');
    await admin.post(`/operators/${id}`, { role: 'publisher' });
    await admin.post(`/operators/${id}`, { disabled: true });
    await admin.post(`/operators/${id}`, { disabled: false });
    const entries = people.trail.slice(-3);
    expect(entries.map(({ action, target }) => [action, target])).to.deep.equal(
      Array(3).fill(['operator_changed', id]),
    );
    expect(entries.map(({ before, after }) => [before, after])).to.deep.equal([
      [
        { name: 'Bea', role: 'viewer', state: 'active' },
        { name: 'Bea', role: 'publisher', state: 'active' },
      ],
      [
        { name: 'Bea', role: 'publisher', state: 'active' },
        { name: 'Bea', role: 'publisher', state: 'disabled' },
      ],
      [
        { name: 'Bea', role: 'publisher', state: 'disabled' },
        { name: 'Bea', role: 'publisher', state: 'active' },
      ],
    ]);
    expect((await admin.post(`/operators/${id}`, {})).status).to.equal(400);
    for (const path of [`/operators/${NO_ID}`, `/operators/${NO_ID}/link`]) {
      expect((await admin.post(path, { role: 'viewer' })).status).to.equal(404);
    }
  });

  it('are not made by somebody who was disabled while the request was being sent', async () => {
    const slow = await people.signedIn('Slow', 'admin');
    const body = JSON.stringify({ name: 'Behind', role: 'admin' });
    const [[name, token] = []] = slow.cookies;
    const call = request(`${people.origin}/api/operators`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': body.length,
        'X-CSRF-Token': slow.csrf ?? '',
        Cookie: `${name}=${token}`,
      },
    });
    const status = new Promise<number | undefined>((resolve, reject) => {
      call.on('response', (answer) => resolve(answer.statusCode)).on('error', reject);
    });
    call.write(body.slice(0, 3));
    await setTimeout(300);
    await admin.post(`/operators/${await idOf('Slow')}`, { disabled: true });
    await setTimeout(1000);
    call.end(body.slice(3));
    expect(await status).to.equal(401);
    expect(await idOf('Behind')).to.equal(undefined);
  });

  it('are not changed by their own admin: no role, no state, no link', async () => {
    const id = await idOf('Ann');
    await people.person('Second', 'admin');
    for (const [path, body] of [
      [`/operators/${id}`, { role: 'viewer' }],
      [`/operators/${id}`, { role: 'admin' }],
      [`/operators/${id}`, { disabled: true }],
      [`/operators/${id}/link`, {}],
    ] as const) {
      const answer = await admin.post(path, body);
      expect([answer.status, reasonOf(answer)]).to.deep.equal([409, 'own_account']);
    }
  });

  it('have an active admin left, also where two admins end each other at once', async () => {
    const alone = await startPeople();
    const [one, two] = [await alone.signedIn('One', 'admin'), await alone.signedIn('Two', 'admin')];
    const [first, second] = (await one.get('/operators')).body.operators;
    const answers = await Promise.all([
      one.post(`/operators/${second.id}`, { disabled: true }),
      two.post(`/operators/${first.id}`, { role: 'viewer' }),
    ]);
    // The slower one has no session any more, or would have ended the last.
    expect(answers.filter(({ status }) => status === 200)).to.have.length(1);
    const left = await alone.accounts.list();
    expect(left.filter(({ role, state }) => role === 'admin' && state === 'active')).to.have.length(1);
    await alone.close();
  });

  it('get a new link, which ends the one before; a disabled one gets none', async () => {
    const { body } = await admin.post('/operators', { name: 'Cam', role: 'viewer' });
    const { id } = body.operator;
    const again = await admin.post(`/operators/${id}/link`);
    const tokenOf = (url: string) => url.split('#')[1];
    const look = (url: string) => people.browser().post('/session/invitation', { token: tokenOf(url) });
    expect((await look(body.link.url)).status).to.equal(404);
    expect((await look(again.body.link.url)).body).to.include({ name: 'Cam', kind: 'new' });
    await admin.post(`/operators/${id}`, { disabled: true });
    expect(reasonOf(await admin.post(`/operators/${id}/link`))).to.equal('disabled');
  });

  describe('tokens of programs', () => {
    const bearer = (secret: string) => people.browser({ Authorization: `Bearer ${secret}` });
    const make = async (more: Record<string, unknown> = {}) => {
      const { status, body } = await admin.post('/tokens', {
        name: 'back end',
        scopes: ['reports'],
        ...more,
      });
      expect(status, JSON.stringify(body)).to.equal(200);
      return body as { secret: string; token: { id: string } };
    };

    it('are shown once, and kept as a digest alone', async () => {
      const { secret, token } = await make();
      expect(secret).to.match(/^cmk_[\w-]{43}$/);
      expect(token).to.include({ name: 'back end', created_by: 'Ann', expires_at: null, last_used_at: null });
      const rows = JSON.stringify(await people.records.db.selectFrom('access_tokens').selectAll().execute());
      for (const text of [
        rows,
        JSON.stringify((await admin.get('/tokens')).body),
        JSON.stringify(people.trail),
      ]) {
        expect(text).not.to.include(secret).and.not.to.include(secret.slice(4));
      }
    });

    it('do what their scopes say, and nothing else', async () => {
      const { secret } = await make();
      expect((await bearer(secret).get('/reports-of-a-test')).body).to.deep.equal({ by: 'back end' });
      const { secret: other } = await make({ scopes: ['grants', 'deliveries', 'activities'] });
      expect((await bearer(other).get('/reports-of-a-test')).status).to.equal(403);
      for (const path of ['/operators', '/tokens', '/trail', '/account/sessions']) {
        expect((await bearer(secret).get(path)).status, path).to.equal(403);
      }
      for (const path of ['/operators', '/tokens', '/session/sign-out', '/account/password']) {
        expect((await bearer(secret).post(path)).status, path).to.equal(403);
      }
      expect((await bearer(secret).get('/session')).body.operator).to.equal(null);
    });

    it('give nothing beside the session of a browser, and the session nothing beside them', async () => {
      const thief = admin.copy();
      thief.headers.Authorization = 'Bearer cmk_wrong';
      expect((await thief.get('/operators')).status).to.equal(401);
      const { secret } = await make();
      thief.headers.Authorization = `Bearer ${secret}`;
      expect((await thief.get('/operators')).status).to.equal(403);
    });

    it('end when they are revoked, or by themselves', async () => {
      const { secret, token } = await make();
      const { secret: brief } = await make({ expires_at: new Date(people.now + HOUR).toISOString() });
      const use = async (each: string) => (await bearer(each).get('/reports-of-a-test')).status;
      expect([await use(secret), await use(brief)]).to.deep.equal([200, 200]);
      const { body } = await admin.post(`/tokens/${token.id}/revoke`);
      expect(body.token.revoked_at).to.equal(new Date(people.now).toISOString());
      expect(await use(secret)).to.equal(401);
      await admin.post(`/tokens/${token.id}/revoke`);
      expect(
        people.trail.filter(({ action, target }) => action === 'token_revoked' && target === token.id),
      ).to.have.length(1);
      people.now += HOUR;
      expect(await use(brief)).to.equal(401);
      admin = await people.signedIn('Ann again', 'admin');
    });

    it('are refused where they are malformed', async () => {
      for (const [more, field] of [
        [{ name: '\u0007' }, 'name'],
        [{ scopes: [] }, 'scopes'],
        [{ scopes: ['all'] }, 'scopes.0'],
        [{ expires_at: 'tomorrow' }, 'expires_at'],
        [{ expires_at: '2026-12-01' }, 'expires_at'],
        [{ expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
      ] as const) {
        const { status, body } = await admin.post('/tokens', { name: 'x', scopes: ['reports'], ...more });
        expect([status, body.error.field]).to.deep.equal([400, field]);
      }
      for (const secret of ['', 'cmk_', 'x', 'cmk_'.repeat(80), `cmk_${'\u00e9'.repeat(43)}`]) {
        expect((await bearer(secret).get('/reports-of-a-test')).status).to.equal(401);
      }
      expect((await admin.post(`/tokens/${NO_ID}/revoke`)).status).to.equal(404);
    });
  });

  describe('the trail', () => {
    it('turns its pages, is filtered, and has no route that changes it', async () => {
      for (let count = 0; count < 5; count++)
        await admin.post('/tokens', { name: `t ${count}`, scopes: ['grants'] });
      const first = (await admin.get('/trail?limit=3')).body;
      expect(first.entries).to.have.length(3);
      const second = (await admin.get(`/trail?limit=2&before=${first.next}`)).body;
      const names = [...first.entries, ...second.entries].map(
        ({ after }: { after: { name: string } }) => after.name,
      );
      expect(names).to.deep.equal(['t 4', 't 3', 't 2', 't 1', 't 0']);
      expect(first.entries[0]).to.include({
        action: 'token_added',
        via: 'console',
        reason: null,
        activity_id: null,
      });
      expect(first.entries[0].operator.name).to.equal('Ann again');
      const mine = (await admin.get(`/trail?operator=${first.entries[0].operator.id}&action=sign_in`)).body;
      expect(mine.entries.map(({ action }: { action: string }) => action)).to.deep.equal(['sign_in']);
      expect(mine.next).to.equal(null);
      for (const query of [
        'limit=0',
        'limit=201',
        'limit=x',
        'before=a%00',
        "operator='",
        'activity_id=a/b',
      ]) {
        expect((await admin.get(`/trail?${query}`)).status, query).to.equal(400);
      }
      expect((await admin.post('/trail')).status).to.equal(405);
    });

    it('has who has used a link, though nobody was signed in', async () => {
      const before = people.trail.length;
      const { id } = await people.person('Dee', 'viewer');
      const entry = people.trail.slice(before).find(({ action }) => action === 'link_used');
      expect(entry).to.include({ operator: 'Dee', operatorId: id, via: 'console' });
    });
  });

  describe('for each role', () => {
    const ROWS: readonly [method: 'get' | 'post', path: string, allowed: readonly Role[]][] = [
      ['get', '/operators', ['admin']],
      ['post', '/operators', ['admin']],
      ['post', `/operators/${NO_ID}`, ['admin']],
      ['post', `/operators/${NO_ID}/link`, ['admin']],
      ['get', '/tokens', ['admin']],
      ['post', '/tokens', ['admin']],
      ['post', `/tokens/${NO_ID}/revoke`, ['admin']],
      ['get', '/trail', ['admin']],
      ['get', '/account/sessions', ROLES],
      ['post', '/account/sessions/end', ROLES],
      ['post', '/account/password', ROLES],
      ['get', '/session', ROLES],
      ['post', '/session/sign-out', ROLES],
    ];

    for (const role of ROLES) {
      it(`${role}: each route lets in or refuses, and without a CSRF token none does anything`, async () => {
        const browser = await people.signedIn(`the ${role}`, role);
        for (const [method, path, allowed] of ROWS) {
          if (method === 'post') {
            const bare = browser.copy();
            bare.csrf = allowed.includes(role) ? 'of somebody else' : null;
            expect((await bare.post(path)).body.error.code, path).to.equal(
              allowed.includes(role) ? 'csrf' : 'forbidden',
            );
          }
          const { status, body } = await browser[method](path);
          // What is let in is refused for its empty body at most.
          if (allowed.includes(role)) expect(status, path).to.be.oneOf([200, 400, 404]);
          else expect([status, body.error.code], path).to.deep.equal([403, 'forbidden']);
        }
      });
    }

    it('nobody: each route but that of the session is refused', async () => {
      for (const [method, path] of ROWS.filter(([, each]) => each !== '/session')) {
        const { status, body } = await people.browser()[method](path);
        expect([status, body.error.code], path).to.deep.equal([401, 'not_signed_in']);
      }
    });

    it('the CSRF token is that of the session, and no other’s', async () => {
      const [one, other] = [await people.signedIn('Eve', 'viewer'), await people.signedIn('Flo', 'viewer')];
      const mine = one.csrf;
      one.csrf = other.csrf;
      expect((await one.post('/session/sign-out')).body.error.code).to.equal('csrf');
      one.csrf = mine;
      expect((await one.post('/session/sign-out')).status).to.equal(200);
    });
  });
});
