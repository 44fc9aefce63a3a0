import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { logLines, type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const LINES_PER_SECOND = 100;

/* More than the threshold of a slow request. */
const LATE_MS = 700;

describe('the log of requests', () => {
  let passport: HttpServer;
  let dir: string;
  let program: RunningProgram;

  before(async () => {
    passport = await startHttpServer((_request, response, body) => {
      const { token } = JSON.parse(body);
      if (token === 'refused') return response.end(JSON.stringify({ ret: 1 }));
      if (token === 'broken') return response.writeHead(500).end();
      const user = JSON.stringify({ ret: 0, data: { uid: token, zone_id: '1000' } });
      return setTimeout(() => response.end(user), token === 'late' ? LATE_MS : 0);
    });
    const shake = { dispatch: 'shake', is_login_user: true, prizes: [{ id: 'coupon', name: '优惠券' }] };
    dir = await activitiesDir({
      open: { dispatch: 'sku' },
      zoned: { dispatch: 'sku', is_check_zone: true, zones: ['2000'] },
      over: { dispatch: 'sku', ends_at: '2020-01-01T00:00:00+08:00' },
      once: { ...shake, rules: { chances: { total: 1, earn: { sign_in: { per_day: 1 } } }, prizes: {} } },
    });
  });
  after(() => passport.close());

  async function start(env: Record<string, string> = {}): Promise<void> {
    program = await startProgram({
      ...{ ACTIVITIES_DIR: dir, PASSPORT_URL: `${passport.origin}/check_token` },
      ...env,
    });
  }

  /** Ends the program, so that its log is complete. */
  async function requestLines(): Promise<Record<string, unknown>[]> {
    expect(await program.stop()).to.equal(0);
    return logLines(program.stdout()).filter(({ msg }) => msg === 'request');
  }

  async function visit(query: string, headers: Record<string, string> = {}): Promise<void> {
    await ask(`${program.base}${query}`, { headers });
  }

  const post = (path: string, fields: unknown) => postJson(`${program.base}/shake/${path}`, fields);
  const draw = (token?: string) => post('draw', { activity_id: 'once', token, request_id: randomUUID() });

  it('has no line of normal running', async () => {
    await start();
    await visit('/');
    await visit('/static?activity_id=open', { traceparent: `00-${TRACE}-00f067aa0ba902b7-00` });
    await visit('/static?activity_id=once&token=ann');
    await visit('/static?activity_id=once');
    await visit('/static?activity_id=once&token=refused');
    await visit('/static?activity_id=zoned&token=ann');
    await visit('/static?activity_id=over');
    await visit('/wp-admin/setup.php');
    await ask(`${program.base}/static`, { method: 'DELETE' });
    await ask(`${program.origin}/readyz`);
    // On a busy machine any answer can be slow.
    const lines = (await requestLines()).filter(({ duration_ms }) => Number(duration_ms) <= 500);
    expect(lines).to.deep.equal([]);
  });

  it('has a line each for draws, earned chances, and refusals and faults that someone would look up', async () => {
    await start();
    for (const token of ['ann', 'ann', undefined, 'refused']) await draw(token);
    for (const _ of [1, 2]) await post('chances', { activity_id: 'once', token: 'ann', source: 'sign_in' });
    await visit('/static');
    await visit('/static?activity_id=removed');
    await postJson(`${program.base}/static`, '{"activity_id": ');
    await visit('/static?activity_id=once&token=broken');
    const lines = await requestLines();
    expect(lines.map(({ route, status, ret }) => [route, status, ret])).to.deep.equal([
      ...['/shake/draw', '/shake/draw'].map((route, no) => [route, 200, no === 0 ? 0 : 2001]),
      ['/shake/draw', 200, 1004],
      ['/shake/draw', 200, 1005],
      ['/shake/chances', 200, 0],
      ['/shake/chances', 200, 2003],
      ['/static', 200, 1001],
      ['/static', 200, 1002],
      ['/static', 400, 1001],
      ['/static', 503, 5003],
    ]);
    expect(lines[7]).to.include({ activity_id: 'removed', level: 30 }).and.not.to.have.property('untold');
  });

  it('has a line each for slow answers, and for those of a sampled trace', async () => {
    await start();
    await visit('/static?activity_id=once&token=late');
    await visit('/static?activity_id=open', { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` });
    const [slow, traced, ...others] = await requestLines();
    expect(slow).to.include({ activity_id: 'once', ret: 0 });
    expect(slow?.duration_ms).to.be.above(500);
    expect(traced).to.include({ activity_id: 'open', ret: 0, trace_id: TRACE });
    expect(others).to.deep.equal([]);
  });

  it('has a limited number of lines of a flood, and counts the others', async () => {
    await start();
    const sent = 600;
    const begunAt = Date.now();
    for (let no = 0; no < sent; no += 50)
      await Promise.all(Array.from({ length: 50 }, () => visit('/static?activity_id=junk')));
    const seconds = Math.floor(Date.now() / 1000) - Math.floor(begunAt / 1000) + 1;
    await draw('ann');
    const lines = await requestLines();
    const junk = lines.filter(({ ret }) => ret === 1002);
    expect(junk).to.have.length.within(1, seconds * LINES_PER_SECOND);
    const untold = junk.reduce((sum, line) => sum + Number(line.untold ?? 0), 0);
    expect(junk.length + untold).to.be.at.most(sent);
    expect(lines.at(-1)).to.include({ route: '/shake/draw', ret: 0 });
  });

  it('has no line with LOG_REQUESTS=off, but still those of faults', async () => {
    await start({ LOG_REQUESTS: 'off', LOG_LEVEL: 'debug' });
    await draw('ann');
    await visit('/static?activity_id=once&token=broken', { 'X-Request-Id': 'a-fault' });
    await ask(`${program.origin}/readyz`);
    expect(await requestLines()).to.deep.equal([]);
    const faults = logLines(program.stdout()).filter(({ request_id }) => request_id === 'a-fault');
    expect(faults.map(({ msg }) => msg)).to.deep.equal(['a dependency is away']);
  });
});
