import { expect } from 'chai';
import { z } from 'zod';
import { refusedBecause } from '../../../../src/adapters/koa/console/console-refusal.ts';
import { consoleRoute, openRoute } from '../../../../src/adapters/koa/console/console-route.ts';
import { DependencyError } from '../../../../src/domain/shared/dependency-error.ts';
import { startConsole, type TestConsole } from '../../../support/console.ts';

const routes = [
  consoleRoute({
    method: 'GET',
    path: '/things/:id',
    access: 'view',
    summary: 'a thing',
    input: z.object({ id: z.string(), limit: z.coerce.number().int().max(10).optional() }),
    output: z.object({ id: z.string(), limit: z.number().optional(), by: z.string() }),
    handle: async ({ input: { id, limit }, actor }) => ({ id, ...(limit && { limit }), by: actor.name }),
  }),
  consoleRoute({
    method: 'POST',
    path: '/things/:id',
    access: 'edit',
    trail: 'change',
    summary: 'change a thing',
    input: z.object({ id: z.string(), name: z.string() }),
    output: z.object({ name: z.string() }),
    body: 1000,
    handle: async ({ input: { id, name }, record }) => {
      if (name === 'forbidden') throw refusedBecause('name_taken');
      await record({ action: 'rename', target: id, reason: 'why', after: { name } });
      return { name };
    },
  }),
  consoleRoute({
    method: 'GET',
    path: '/faults/:kind',
    access: 'signed_in',
    summary: 'a fault',
    input: z.object({ kind: z.string() }),
    output: z.object({}),
    handle: async ({ input: { kind } }) => {
      throw kind === 'store' ? new DependencyError('record store', 'away') : new Error('secret');
    },
  }),
  openRoute({
    method: 'GET',
    path: '/open',
    summary: 'open to all',
    input: null,
    output: z.object({ who: z.string().nullable() }),
    handle: async ({ actor }) => ({ who: actor?.name ?? null }),
  }),
];

describe('the frame of the console', () => {
  let console: TestConsole;

  before(async () => {
    console = await startConsole({ routes, now: () => 1000 });
  });

  after(() => console.close());

  const request = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(console.origin + path, init);
    const text = await response.text();
    return { status: response.status, text, headers: response.headers };
  };

  it('answers with what the handler makes of path and query', async () => {
    const { status, body, headers } = await console.get('/things/a?limit=3', 'viewer');
    expect({ status, body }).to.deep.equal({ status: 200, body: { id: 'a', limit: 3, by: 'viewer' } });
    expect(headers.get('cache-control')).to.equal('private, no-store');
  });

  it('takes the path for what it names, whatever the body says', async () => {
    const { body } = await console.post('/things/a', { id: 'b', name: 'new' });
    expect(body).to.deep.equal({ name: 'new' });
    expect(console.trail.at(-1)).to.deep.include({ target: 'a' });
  });

  it('leaves an entry in the trail, signed by the session', async () => {
    await console.post('/things/a', { name: 'new', operator: 'somebody else' }, 'editor');
    const { id, ...entry } = console.trail.at(-1) ?? { id: '' };
    expect(id).to.not.equal('');
    expect(entry).to.deep.equal({
      ...{ at: 1000, operatorId: 'id-of-editor', operator: 'editor', via: 'console', address: '127.0.0.1' },
      ...{
        action: 'rename',
        activityId: null,
        target: 'a',
        reason: 'why',
        before: null,
        after: { name: 'new' },
      },
    });
  });

  it('refuses who is not signed in, and who may not', async () => {
    expect((await request('/api/things/a')).status).to.equal(401);
    expect((await console.get('/things/a', 'staff')).status).to.equal(403);
    expect((await console.post('/things/a', { name: 'x' }, 'viewer')).body.error.code).to.equal('forbidden');
    expect((await request('/api/open')).text).to.equal('{"who":null}');
  });

  for (const [what, headers] of Object.entries({
    'no token': { 'X-CSRF-Token': '' },
    'another token': { 'X-CSRF-Token': 'guessed' },
    'the mark of another site': { 'Sec-Fetch-Site': 'cross-site' },
    'the origin of another host': { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-site' },
  })) {
    it(`refuses a change with ${what}`, async () => {
      const { status, text } = await request('/api/things/a', {
        method: 'POST',
        headers: { ...console.headersOf('admin'), 'Content-Type': 'application/json', ...headers },
        body: '{"name":"x"}',
      });
      expect({ status, text }).to.deep.equal({ status: 403, text: '{"error":{"code":"csrf"}}' });
    });
  }

  it('says which member is malformed', async () => {
    const { status, body } = await console.get('/things/a?limit=11');
    expect(status).to.equal(400);
    expect(body.error).to.deep.include({ code: 'invalid', field: 'limit' });
  });

  for (const [what, init, status] of [
    ['a form', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'name=x' }, 415],
    ['no JSON', { body: '{' }, 400],
    ['a list', { body: '[]' }, 400],
    ['bad UTF-8', { body: new Uint8Array([0x7b, 0xff, 0x7d]) }, 400],
    ['100,000 levels', { body: `{"name":${'['.repeat(400)}${']'.repeat(400)}}` }, 400],
    ['a long body', { body: JSON.stringify({ name: 'x'.repeat(1000) }) }, 413],
  ] as const) {
    it(`refuses a body that is ${what}`, async () => {
      const answer = await request('/api/things/a', {
        method: 'POST',
        ...init,
        headers: {
          ...console.headersOf('admin'),
          'Content-Type': 'application/json',
          ...('headers' in init ? init.headers : {}),
        },
      });
      expect(answer.status).to.equal(status);
    });
  }

  it('says the reason of a rule', async () => {
    const { status, body } = await console.post('/things/a', { name: 'forbidden' });
    expect({ status, body }).to.deep.equal({
      status: 409,
      body: { error: { code: 'refused', detail: { reason: 'name_taken' } } },
    });
  });

  it('says that a store is away, and nothing of other faults', async () => {
    const away = await console.get('/faults/store');
    expect([away.status, away.body.error.code, away.headers.get('retry-after')]).to.deep.equal([
      503,
      'store_away',
      '1',
    ]);
    const fault = await console.get('/faults/other');
    expect([fault.status, fault.body]).to.deep.equal([500, { error: { code: 'internal_error' } }]);
  });

  it('has one page for each path of a browser, under a strict policy', async () => {
    for (const path of ['/', '/activities/1055/live?tab=x', '/welcome']) {
      const { status, headers } = await request(path);
      expect(status, path).to.equal(200);
      const policy = headers.get('content-security-policy') ?? '';
      expect(policy).to.include("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).to.not.include('unsafe');
      expect(headers.get('x-frame-options')).to.equal('DENY');
    }
  });

  it('has none where there is no such route or file', async () => {
    for (const path of ['/api/nothing', '/assets/nothing.js', '/assets/..%2findex.html']) {
      expect((await request(path)).text, path).to.equal('{"error":{"code":"not_found"}}');
    }
    const wrong = await request('/api/open', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD']);
  });
});
