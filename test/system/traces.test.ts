import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { activitiesDir } from '../support/activities-dir.ts';
import { logLines, type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import { type DecodedSpan, type OtlpCollector, startOtlpCollector } from '../support/otlp-collector.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedisCluster } from '../support/redis-cluster.ts';
import { startRedis } from '../support/redis-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { traceTree } from '../support/trace-tree.ts';
import { until } from '../support/until.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CLIENT_SPAN = 'b7ad6b7169203331';
const SAMPLED = { traceparent: `00-${TRACE}-${CLIENT_SPAN}-01` };
const SECRET = `whsec_${Buffer.alloc(32, 'k').toString('base64')}`;

const activity = {
  dispatch: 'shake',
  is_login_user: true,
  prizes: [{ id: 'cup', name: 'A cup' }],
  rules: { prizes: { cup: { odds: '1/1', value: '1.00', delivery: { by: 'webhook', to: 'shop' } } } },
};

interface Stores {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<unknown>;
}

let postgres: TestPostgres | undefined;
const redisStores = async (): Promise<Stores> => {
  const redis = await startRedis({ args: ['--appendonly', 'yes'] });
  return { env: { REDIS_URL: redis.url }, stop: () => redis.stop() };
};

const STORES: Readonly<Record<string, () => Promise<Stores>>> = {
  'embedded stores': async () => ({ env: {}, stop: async () => {} }),
  'embedded stores and two workers': async () => ({ env: { WORKERS: '2' }, stop: async () => {} }),
  Redis: redisStores,
  'Redis Cluster and PostgreSQL': async () => {
    postgres ??= await startPostgres();
    const cluster = await startRedisCluster();
    const env = { REDIS_URL: cluster.url, DATABASE_URL: await postgres.newDatabase() };
    return { env, stop: () => cluster.stop() };
  },
};

describe('traces of the built program', () => {
  let collector: OtlpCollector;
  let receiver: HttpServer;
  let passport: HttpServer;
  let env: Record<string, string>;
  let failures = 0;
  const programs: RunningProgram[] = [];
  const stops: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    failures = 0;
    collector = await startOtlpCollector();
    receiver = await startHttpServer((_request, response) => {
      response.writeHead(failures-- > 0 ? 500 : 204).end();
    });
    passport = await startHttpServer((_request, response, body) => {
      const { token } = JSON.parse(body);
      response.end(
        token === 'secret-token-1'
          ? JSON.stringify({ ret: 0, data: { uid: 'secret-uid-1' } })
          : JSON.stringify({ ret: 1, msg: 'words of the passport' }),
      );
    });
    const dir = await tempDir();
    const endpoints = join(dir, 'endpoints.json');
    await writeFile(
      endpoints,
      JSON.stringify({ shop: { url: `${receiver.origin}/secret-path`, secret: SECRET } }),
    );
    env = {
      ROLE: 'all',
      CONSOLE_PORT: 'off',
      DATA_DIR: dir,
      ACTIVITIES_DIR: await activitiesDir({ a1: activity }),
      ENDPOINTS_FILE: endpoints,
      PASSPORT_URL: `${passport.origin}/check_token`,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
      OTEL_TRACES_SAMPLER_ARG: '0',
    };
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.stop()));
    await Promise.all([collector.close(), receiver.close(), passport.close()]);
    await Promise.all(stops.splice(0).map((stop) => stop()));
  });
  after(() => postgres?.stop());

  async function start(more: Readonly<Record<string, string>> = {}): Promise<RunningProgram> {
    const program = await startProgram({ ...env, ...more });
    programs.push(program);
    return program;
  }

  const draw = ({ base }: RunningProgram, headers: Record<string, string>, requestId = 'request-0001') =>
    postJson(
      `${base}/shake/draw`,
      { activity_id: 'a1', token: 'secret-token-1', request_id: requestId },
      headers,
    );

  const named = (name: string) => collector.ofTrace(TRACE).filter((span) => span.name === name);
  const one = (name: string): DecodedSpan => {
    const [span, ...more] = named(name);
    if (!span || more.length > 0) throw new Error(`${more.length + (span ? 1 : 0)} spans ${name}`);
    return span;
  };
  const untilSpan = (name: string, count = 1) =>
    until(() => named(name).length >= count, { what: `${count} spans ${name}` });

  for (const [name, open] of Object.entries(STORES)) {
    it(`has the visit, the passport, the commit, the relay and the delivery in one trace, with ${name}`, async () => {
      const stores = await open();
      stops.push(stores.stop);
      const program = await start(stores.env);
      failures = 1;
      const { json } = await draw(program, SAMPLED);
      expect(json.ret).to.equal(0);
      await Promise.all([untilSpan('delivery webhook', 2), untilSpan('POST /shake/draw')]);
      await until(() => named('relay').length > 0 && named('commit').length > 0, { what: 'all spans' });

      const [visit, commit, relay] = [one('POST /shake/draw'), one('commit'), one('relay')];
      expect(visit.parentSpanId).to.equal(CLIENT_SPAN);
      expect(visit.kind).to.equal('server');
      expect(visit.attributes).to.include({
        'http.request.method': 'POST',
        'http.route': '/shake/draw',
        'http.response.status_code': 200,
        'url.path': '/cms-market/shake/draw',
        'cms.ret': 0,
        'cms.activity_id': 'a1',
        'cms.release': 1,
      });
      expect(one('passport').parentSpanId).to.equal(visit.spanId);
      expect(commit.parentSpanId).to.equal(visit.spanId);
      expect(relay.parentSpanId).to.equal(commit.spanId);
      expect(relay.startedAt).to.be.at.least(commit.startedAt);
      const attempts = named('delivery webhook');
      expect(attempts.map(({ parentSpanId }) => parentSpanId)).to.deep.equal([relay.spanId, relay.spanId]);
      expect(attempts.map(({ attributes }) => attributes['http.response.status_code'])).to.deep.equal([
        500, 204,
      ]);
      expect(attempts.map(({ isError }) => isError)).to.deep.equal([true, false]);
      if ('REDIS_URL' in stores.env) {
        const names = ['redis session_get', 'redis session_put', 'redis rate_limit', 'redis seed'];
        for (const each of names) expect(named(each)[0]?.parentSpanId, each).to.equal(visit.spanId);
        expect(one('redis settle').parentSpanId).to.equal(commit.spanId);
        expect(one('redis settle').attributes['db.system.name']).to.equal('redis');
      }
      // In and out: both services can go on with it.
      expect(passport.requests.map(({ headers }) => headers.traceparent)).to.deep.equal([
        `00-${TRACE}-${one('passport').spanId}-01`,
      ]);
      expect(receiver.requests.map(({ headers }) => headers.traceparent)).to.deep.equal(
        attempts.map(({ spanId }) => `00-${TRACE}-${spanId}-01`),
      );
      // Of two processes, one service.
      const instances = new Set(collector.spans.map(({ resource }) => resource['service.instance.id']));
      expect(instances.size).to.equal(2);
      expect(new Set(collector.spans.map(({ resource }) => resource['service.name']))).to.deep.equal(
        new Set(['cms-market']),
      );
      expect(JSON.stringify(collector.spans)).not.to.match(/secret|words of|request-0001/);
      if (process.env.PRINT_TRACES) process.stdout.write(`${traceTree(collector.ofTrace(TRACE))}\n`);
    });
  }

  it('has the risk check, which goes on with it, and its fault where that allows', async () => {
    let isAway = false;
    const risk = await startHttpServer((_request, response) => {
      if (isAway) response.writeHead(500).end();
      else response.end(JSON.stringify({ verdict: 'deny' }));
    });
    stops.push(() => risk.close());
    const program = await start({
      ...{ ROLE: 'public', RISK_URL: `${risk.origin}/secret-path`, RISK_TIMEOUT_MS: '3000' },
    });
    const headers = { ...SAMPLED, 'User-Agent': 'Phone/1.0' };
    expect((await draw(program, headers)).json.data).to.include({ won: false });
    isAway = true;
    expect((await draw(program, headers, 'request-0002')).json.data).to.include({ won: true });
    await Promise.all([untilSpan('risk check', 2), untilSpan('POST /shake/draw', 2)]);
    const visits = named('POST /shake/draw').map(({ spanId }) => spanId);
    const checks = named('risk check');
    expect(checks.map(({ parentSpanId }) => parentSpanId)).to.have.members(visits);
    expect(checks.map(({ kind }) => kind)).to.deep.equal(['client', 'client']);
    const facts = checks.map(({ attributes, isError }) => [attributes['cms.risk.verdict'], isError]);
    expect(facts).to.deep.equal([
      ['deny', false],
      [undefined, true],
    ]);
    expect(risk.requests.map(({ headers }) => headers.traceparent)).to.deep.equal(
      checks.map(({ spanId }) => `00-${TRACE}-${spanId}-01`),
    );
    expect(risk.requests.map(({ body }) => JSON.parse(body).user_agent)).to.deep.equal([
      'Phone/1.0',
      'Phone/1.0',
    ]);
    expect(JSON.stringify(collector.spans)).not.to.match(/secret|Phone|request-000/);
  });

  it('names the trace in the log as in the spans', async () => {
    const program = await start({ ROLE: 'public', OTEL_TRACES_SAMPLER_ARG: '1', LOG_REQUESTS: 'all' });
    await ask(`${program.base}/static?activity_id=a1`);
    await until(() => collector.spans.length > 0, { what: 'a span' });
    const traced = () => logLines(program.stdout()).find(({ trace_id }) => trace_id !== undefined);
    await until(() => traced() !== undefined, { what: 'a line of the log' });
    expect(traced()?.trace_id).to.equal(collector.spans[0]?.traceId);
    expect(collector.spans[0]?.parentSpanId).to.equal(null);
  });

  it('lets no visitor decide what is sampled', async () => {
    const program = await start({ ROLE: 'public' });
    const url = `${program.base}/static?activity_id=a1`;
    await ask(url, { headers: { ...SAMPLED, 'X-Forwarded-For': '203.0.113.7' } });
    await ask(url, { headers: { traceparent: SAMPLED.traceparent.replace(TRACE, 'c'.repeat(32)) } });
    await until(() => collector.spans.length > 0, { what: 'a span' });
    await program.stop();
    expect(collector.spans.map(({ traceId }) => traceId)).to.deep.equal(['c'.repeat(32)]);
  });

  it('takes the id of a visitor’s trace, and decides itself', async () => {
    const program = await start({ ROLE: 'public', OTEL_TRACES_SAMPLER_ARG: '1' });
    const unsampled = SAMPLED.traceparent.replace(/01$/, '00');
    await ask(`${program.base}/static?activity_id=a1`, {
      headers: { traceparent: unsampled, 'X-Forwarded-For': '203.0.113.7' },
    });
    await until(() => collector.spans.length > 0, { what: 'a span' });
    expect(collector.spans[0]?.traceId).to.equal(TRACE);
    expect(collector.spans[0]?.parentSpanId).to.equal(null);
  });
});
