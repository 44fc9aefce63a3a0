import { expect } from 'chai';
import { Redis } from 'ioredis';
import { activitiesDir } from '../support/activities-dir.ts';
import { logLines, type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import { startRedis } from '../support/redis-server.ts';
import { DURABLE } from '../support/stores.ts';
import { until } from '../support/until.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const TOKEN = 'a-token.of_ann~1';
const PHONE = '13800138000';

describe('the log, with LOG_REQUESTS=all', () => {
  let passport: HttpServer;
  let dir: string;
  let program: RunningProgram;

  before(async () => {
    passport = await startHttpServer((_request, response) =>
      response.end(JSON.stringify({ ret: 0, data: { uid: 'ann', zone_id: '1000', phone: PHONE } })),
    );
    dir = await activitiesDir({ sku: { dispatch: 'sku', is_login_user: true }, open: { dispatch: 'sku' } });
    program = await start();
  });
  after(async () => {
    await program.stop();
    await passport.close();
  });

  function start(env: Record<string, string> = {}): Promise<RunningProgram> {
    return startProgram({
      ACTIVITIES_DIR: dir,
      PASSPORT_URL: `${passport.origin}/check_token`,
      LOG_REQUESTS: 'all',
      ...env,
    });
  }

  /** Works with a service of its own in place of the one that the tests share. */
  async function withProgram(env: Record<string, string>, work: () => Promise<void>): Promise<void> {
    const shared = program;
    program = await start(env);
    try {
      await work();
    } finally {
      await program.stop();
      program = shared;
    }
  }

  async function lineOf(requestId: string): Promise<Record<string, unknown>> {
    const find = () => logLines(program.stdout()).find((line) => line.request_id === requestId);
    await until(() => find() !== undefined, { what: `the line of ${requestId}` });
    return find() ?? {};
  }

  function visit(id: string, query: string, headers: Record<string, string> = {}) {
    return ask(`${program.base}${query}`, { headers: { 'X-Request-Id': id, ...headers } });
  }

  it('has a line a request, and nothing in it of the visitor', async () => {
    await visit('plain-request', `/static?activity_id=sku&token=${TOKEN}&phone=${PHONE}`);
    const line = await lineOf('plain-request');
    expect(line).to.deep.include({
      level: 30,
      msg: 'request',
      route: '/static',
      method: 'GET',
      status: 200,
      ret: 0,
      activity_id: 'sku',
    });
    expect(line.duration_ms).to.be.a('number').within(0, 10_000);
    expect(line).to.have.all.keys(
      ...['level', 'time', 'pid', 'msg', 'request_id', 'route', 'method', 'status', 'ret'],
      ...['duration_ms', 'activity_id'],
    );
  });

  it('names patterns and never paths, and an activity only where its id is well formed', async () => {
    await visit('no-path', `/nowhere/${TOKEN}`);
    await visit('a-picture', `/media/sku/${PHONE}.svg`);
    await visit('no-id', '/static?activity_id=../../etc');
    await ask(`${program.base}/static`, { method: 'DELETE', headers: { 'X-Request-Id': 'no-method' } });
    expect(await lineOf('no-path')).to.include({ route: 'none', status: 404, ret: 4004 });
    expect(await lineOf('a-picture')).to.include({ route: '/media/:activityId/:file', ret: 4004 });
    const malformed = await lineOf('no-id');
    expect(malformed).to.include({ route: '/static', ret: 1001 });
    expect(malformed).not.to.have.property('activity_id');
    expect(await lineOf('no-method')).to.include({ route: '/static', method: 'DELETE', status: 405 });
    expect(program.stdout()).not.to.include(TOKEN).and.not.to.include(PHONE).and.not.to.include('etc');
  });

  it('has no token and no phone number, whichever way they came', async () => {
    await visit('in-query', `/static?activity_id=sku&token=${TOKEN}`);
    await visit('in-cookie', '/static?activity_id=sku', { Cookie: `token=${TOKEN}` });
    await postJson(
      `${program.base}/static`,
      { activity_id: PHONE, token: TOKEN },
      { 'X-Request-Id': 'in-body' },
    );
    await postJson(`${program.base}/static?token=${TOKEN}`, '{"token": ', { 'X-Request-Id': 'broken' });
    await visit(PHONE, '/static?activity_id=open');
    for (const id of ['in-query', 'in-cookie', 'in-body', 'broken', '[phone]']) await lineOf(id);
    const all = program.stdout() + program.stderr();
    expect(all).not.to.include(TOKEN);
    expect(all).not.to.include(PHONE);
  });

  it('has no word of a fault that gives a token away', () =>
    withProgram({ PASSPORT_URL: `http://127.0.0.1:1/check?token=${TOKEN}&tel=${PHONE}` }, async () => {
      expect((await visit('a-fault', `/static?activity_id=sku&token=${TOKEN}`)).status).to.equal(503);
      expect(await lineOf('a-fault')).to.include({ msg: 'a dependency is away', route: '/static' });
      expect(program.stdout()).not.to.include(TOKEN).and.not.to.include(PHONE);
    }));

  it('knows the trace, and hands it and the request on to the passport', async () => {
    const traced = { traceparent: `00-${TRACE}-${SPAN}-01` };
    await visit('traced-1', '/static?activity_id=sku&token=t1', traced);
    await visit('traced-2', '/static?activity_id=sku&token=t2', traced);
    await visit('untraced', '/static?activity_id=sku&token=t3', { traceparent: `00-${TRACE}-nonsense-01` });
    expect(await lineOf('traced-1')).to.include({ trace_id: TRACE });
    expect(await lineOf('untraced')).not.to.have.property('trace_id');

    const asked = (id: string) => passport.requests.find(({ headers }) => headers['x-request-id'] === id);
    const parents = ['traced-1', 'traced-2'].map((id) => String(asked(id)?.headers.traceparent));
    for (const parent of parents) expect(parent).to.match(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    expect(new Set([...parents, traced.traceparent])).to.have.length(3);
    expect(asked('untraced')?.headers).not.to.have.property('traceparent');
  });

  it('leaves out probes, but at the level debug', async () => {
    const probe = async () => {
      for (const path of ['healthz', 'readyz', 'metrics'])
        await ask(`${program.origin}/${path}`, { headers: { 'X-Request-Id': path } });
      await visit('after-probes', '/static?activity_id=open');
      await lineOf('after-probes');
      return logLines(program.stdout()).map(({ request_id }) => request_id);
    };
    const ids = await probe();
    for (const path of ['healthz', 'readyz', 'metrics']) expect(ids).not.to.include(path);
    await withProgram({ LOG_LEVEL: 'debug' }, async () => {
      expect(await probe()).to.include.members(['healthz', 'readyz', 'metrics']);
    });
  });

  it('is whole when the service has ended, with two workers too', () =>
    withProgram({ WORKERS: '2' }, async () => {
      const ids = Array.from({ length: 200 }, (_, index) => `request-${index}`);
      await Promise.all(ids.map((id) => visit(id, '/static?activity_id=open')));
      expect(await program.stop()).to.equal(0);
      const lines = program.stdout().trimEnd().split('\n');
      const requests = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
      expect(requests.map(({ request_id }) => request_id)).to.have.members(ids);
      expect(lines.at(-1)).to.include('"msg":"ended"');
    }));
});

describe('a service at a Redis that forbids INFO and CONFIG', () => {
  it('writes JSON lines and nothing else, and does not guess how lasting draws are', async () => {
    const redis = await startRedis({ args: DURABLE });
    const client = new Redis(redis.port, '127.0.0.1');
    await client.call('ACL', 'SETUSER', 'app', 'on', '>secret', '~*', '&*', '+@all', '-info', '-config');
    const program = await startProgram({
      NODE_ENV: 'production',
      REDIS_URL: `redis://app:secret@127.0.0.1:${redis.port}`,
      PASSPORT_URL: 'http://127.0.0.1:1/',
      ACTIVITIES_DIR: await activitiesDir({ open: { dispatch: 'sku' } }),
    });
    const reason = async () => (await ask(`${program.origin}/readyz`)).json.checks.redis.reason;
    const isSeen = async () => (await reason()) !== 'not connected yet';
    await until(isSeen, { what: 'Redis to be looked at' });
    expect((await ask(`${program.origin}/readyz`)).json.checks.redis).to.deep.equal({
      status: 'ok',
      draws: 'unknown',
      reason: 'the server hides its settings',
    });
    await program.stop();
    client.disconnect();
    await redis.stop();
    expect(program.stderr()).to.equal('');
    const lines = program.stdout().trimEnd().split('\n');
    const messages = lines.map((line) => JSON.parse(line).msg as string);
    expect(messages.filter((each) => each.includes('INFO'))).to.have.length(1);
  });
});
