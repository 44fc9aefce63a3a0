import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import parsePrometheus from 'parse-prometheus-text-format';
import { parse as parseYaml } from 'yaml';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { type HttpServer, startHttpServer } from '../support/http-server.ts';
import { metricsIn } from '../support/promql.ts';
import { startRedis, type TestRedis } from '../support/redis-server.ts';
import { type Families, familiesOf, sampleValue } from '../support/scrape.ts';
import { DURABLE } from '../support/stores.ts';
import { until } from '../support/until.ts';

const STOCK = 1000;
const activities = {
  shake: {
    dispatch: 'shake',
    is_login_user: true,
    prizes: [{ id: 'car', name: 'A car' }],
    rules: { prizes: { car: { odds: '100%', stock: STOCK, value: '10.50' } }, budget: '9999.00' },
  },
  once: { dispatch: 'shake', is_login_user: true, rules: { chances: { total: 1 } } },
  zoned: { dispatch: 'sku', is_check_zone: true, zones: ['1'] },
  broken: { dispatch: 'nothing of ours' },
};

/** `good-<uid>` is that user's token; every other is nobody's. */
function startPassport(): Promise<HttpServer> {
  return startHttpServer((_request, response, body) => {
    const [, uid] = /^good-(.+)$/.exec(JSON.parse(body).token) ?? [];
    response.end(JSON.stringify(uid ? { ret: 0, data: { uid, zone_id: '1000' } } : { ret: 1 }));
  });
}

describe('/metrics', () => {
  let passport: HttpServer;
  let redis: TestRedis;
  let program: RunningProgram;
  let text: string;
  let families: Families;

  const draw = (activityId: string, uid: string, requestId: string) =>
    postJson(`${program.base}/shake/draw`, {
      activity_id: activityId,
      token: `good-${uid}`,
      request_id: requestId,
    });
  const visit = (query: string) => ask(`${program.base}/static?${query}`);

  before(async () => {
    [passport, redis] = await Promise.all([startPassport(), startRedis({ args: DURABLE })]);
    program = await startProgram({
      ROLE: 'all',
      ACTIVITIES_DIR: await activitiesDir(activities),
      REDIS_URL: redis.url,
      PASSPORT_URL: `${passport.origin}/check_token`,
    });
    await draw('shake', 'ann', 'request-1');
    await draw('shake', 'ann', 'request-1');
    await draw('shake', 'ann', 'request-2');
    await draw('once', 'ann', 'request-3');
    await draw('once', 'ann', 'request-4');
    await visit('activity_id=zoned&token=good-ben');
    await visit('activity_id=zoned&token=bad');
    await visit('activity_id=zoned');
    await visit('activity_id=13800138000&token=secret-token');
    await visit('activity_id=..%2f..');
    await ask(`${program.base}/media/shake/none.svg`);
    await ask(`${program.origin}/some/path/of/nobody`);
    await ask(`${program.base}/static`, { method: 'PROPFIND' });
    const answer = await ask(`${program.origin}/metrics`);
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('Content-Type')).to.equal('text/plain; version=0.0.4; charset=utf-8');
    text = answer.text;
    families = familiesOf(text);
  });
  after(async () => {
    await program.stop();
    await Promise.all([passport.close(), redis.stop()]);
  });

  it('is what Prometheus reads', () => {
    const parsed = parsePrometheus(text);
    expect(parsed.map(({ name }) => name)).to.have.members([...families.keys()]);
    expect(parsed.find(({ name }) => name === 'cms_market_draws_total')).to.deep.include({ type: 'COUNTER' });
  });

  it('keeps the rules of names: every family described once, counters in totals, base units', () => {
    for (const [name, { help, type, samples }] of families) {
      expect(name).to.match(/^(cms_market|process|nodejs)_[a-z0-9_]+$/);
      expect(help, name).to.match(/\S/);
      expect(type, name).to.be.oneOf(['counter', 'gauge', 'histogram']);
      expect(name.endsWith('_total'), `${name} is a ${type}`).to.equal(type === 'counter');
      expect(name).not.to.match(
        /_(ms|millis\w*|micros\w*|nanos\w*|minutes|hours|kb|mb|kilobytes|percent)(_|$)/,
      );
      const series = samples.map(({ series }) => series);
      expect(new Set(series), name).to.have.length(series.length);
    }
  });

  it('counts requests by pattern, status and ret', () => {
    const requests = (labels: object) => sampleValue(families, 'cms_market_http_requests_total', labels);
    const of = (route: string, method: string, status: string, ret: string) =>
      requests({ route, method, status, ret });
    expect(of('/shake/draw', 'POST', '200', '0')).to.equal(4);
    expect(of('/shake/draw', 'POST', '200', '2001')).to.equal(1);
    expect(of('/static', 'GET', '200', '1001')).to.equal(1);
    expect(of('/media/:activityId/:file', 'GET', '404', '4004')).to.equal(1);
    expect(of('none', 'GET', '404', '4004')).to.equal(1);
    expect(of('/static', 'OTHER', '405', '4005')).to.equal(1);
    const duration = 'cms_market_http_request_duration_seconds';
    expect(sampleValue(families, `${duration}_count`, { route: '/shake/draw' })).to.equal(5);
    expect(sampleValue(families, `${duration}_bucket`, { route: '/shake/draw', le: '+Inf' })).to.equal(5);
  });

  it('counts refusals, sessions and the passport', () => {
    const refused = (reason: string) => sampleValue(families, 'cms_market_refusals_total', { reason });
    for (const reason of ['zone_not_allowed', 'token_refused', 'not_logged_in', 'no_chance'])
      expect(refused(reason), reason).to.equal(1);
    expect(refused('no_such_activity')).to.equal(1);
    const lookups = (tier: string, result: string) =>
      sampleValue(families, 'cms_market_session_lookups_total', { tier, result });
    expect([lookups('near', 'hit'), lookups('near', 'miss'), lookups('redis', 'miss')]).to.deep.equal([
      4, 3, 3,
    ]);
    const calls = (result: string) => sampleValue(families, 'cms_market_passport_calls_total', { result });
    expect([calls('user'), calls('refused'), calls('fault')]).to.deep.equal([2, 1, 0]);
    expect(sampleValue(families, 'cms_market_passport_call_duration_seconds_count', {})).to.equal(3);
    expect(sampleValue(families, 'cms_market_passport_breaker_state', { state: 'closed' })).to.equal(1);
  });

  it('counts draws and wins, and what is left', () => {
    const draws = (activity: string, result: string) =>
      sampleValue(families, 'cms_market_draws_total', { activity, result });
    expect([draws('shake', 'won'), draws('shake', 'replayed')]).to.deep.equal([2, 1]);
    expect([draws('once', 'nothing'), draws('once', 'refused')]).to.deep.equal([1, 1]);
    const car = { activity: 'shake', prize: 'car' };
    expect(sampleValue(families, 'cms_market_wins_total', car)).to.equal(2);
    expect(sampleValue(families, 'cms_market_stock_left', car)).to.equal(STOCK - 2);
    const budget = (name: string) => sampleValue(families, `cms_market_budget${name}`, { activity: 'shake' });
    expect([budget(''), budget('_spent'), budget('_barred_prizes')]).to.deep.equal([9999, 21, 0]);
  });

  it('shows the state of Redis and of the activities', () => {
    expect(sampleValue(families, 'cms_market_redis_up', {})).to.equal(1);
    const settles = { operation: 'settle', result: 'ok' };
    // Three draws, and one of them again.
    expect(sampleValue(families, 'cms_market_redis_operation_duration_seconds_count', settles)).to.equal(4);
    expect(sampleValue(families, 'cms_market_activities', { state: 'loaded' })).to.equal(3);
    expect(sampleValue(families, 'cms_market_activities', { state: 'invalid' })).to.equal(1);
    expect(sampleValue(families, 'cms_market_check_ok', { check: 'activities' })).to.equal(0);
    expect(sampleValue(families, 'cms_market_check_ok', { check: 'redis' })).to.equal(1);
  });

  it('shows the releases that are served, how far they were followed, and what was published', () => {
    const value = (name: string, labels = {}) => sampleValue(families, `cms_market_${name}`, labels);
    const shake = { activity: 'shake' };
    expect([value('release', shake), value('release_paused', shake)]).to.deep.equal([1, 0]);
    expect(value('release_candidate', shake)).to.equal(undefined);
    expect(families.get('cms_market_release')?.samples, 'of those with draws').to.have.length(2);
    expect(value('release_version')).to.equal(3);
    expect(value('release_read_age_seconds')).to.be.within(0, 10);
    expect(value('releases_unreadable')).to.equal(0);
    const results = ['published', 'refused', 'removed', 'cancelled'];
    // By the operations process, since it has looked at all drafts once.
    expect(results.map((result) => value('releases_total', { result }))).to.deep.equal([0, 1, 0, 0]);
  });

  it('shows that the record store answers', () => {
    expect(sampleValue(families, 'cms_market_records_up', {})).to.equal(1);
    expect(sampleValue(families, 'cms_market_check_ok', { check: 'records' })).to.equal(1);
  });

  it('has nothing in it that a visitor brought along', () => {
    for (const brought of [
      'ann',
      'ben',
      'good-',
      'secret',
      '13800138000',
      '127.0.0.1',
      '..',
      'nobody',
      'PROPFIND',
    ])
      expect(text).not.to.include(`"${brought}`).and.not.to.include(`/${brought}`);
  });

  it('has every metric that a query of the dashboard or an alert names', async () => {
    const known = new Set([
      'up',
      // A histogram in which nothing was observed yet, as of the garbage collector, has no sample that shows its names.
      ...[...families].flatMap(([name, { type }]) =>
        type === 'histogram' ? ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`) : [name],
      ),
    ]);
    const expressions = [...(await dashboardQueries()), ...(await alertQueries())];
    expect(expressions).to.have.length.above(35);
    for (const expression of expressions) {
      const names = metricsIn(expression);
      expect(names, expression).not.to.be.empty;
      for (const name of names) expect(known, expression).to.include(name);
    }
  });

  it('goes on while Redis does not answer, and shows it', async () => {
    await redis.kill();
    const now = async () => familiesOf((await ask(`${program.origin}/metrics`)).text);
    await until(async () => sampleValue(await now(), 'cms_market_redis_up', {}) === 0, {
      what: 'the gauge to show that Redis is away',
    });
    expect((await now()).get('cms_market_stock_left')?.samples).to.deep.equal([]);
    await visit('activity_id=zoned&token=good-eve');
    expect(
      sampleValue(await now(), 'cms_market_session_lookups_total', { tier: 'redis', result: 'fault' }),
    ).to.equal(1);
  });
});

describe('/metrics of two workers', () => {
  it('adds up both workers, whichever is asked, and keeps the counters of one that dies', async () => {
    const program = await startProgram({ WORKERS: '2', ACTIVITIES_DIR: await activitiesDir(activities) });
    // `fetch` would keep to the connections it has, and so to a worker.
    const once = { Connection: 'close' };
    // A connection that is handed to a worker as it dies is answered by nobody.
    const scrape = async () =>
      familiesOf(
        (await ask(`${program.origin}/metrics`, { headers: once, signal: AbortSignal.timeout(10_000) })).text,
      );
    const won = (families: Families) =>
      sampleValue(families, 'cms_market_draws_total', { activity: 'shake', result: 'won' });
    const drawMany = (round: string) =>
      Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          postJson(
            `${program.base}/shake/draw`,
            { activity_id: 'shake', token: `demo-${index}`, request_id: `${round}-${index}-of-100` },
            once,
          ),
        ),
      );
    await drawMany('first');
    for (let round = 0; round < 10; round++) {
      const families = await scrape();
      expect(won(families)).to.equal(100);
      expect(sampleValue(families, 'cms_market_stock_left', { activity: 'shake', prize: 'car' })).to.equal(
        900,
      );
      expect(sampleValue(families, 'cms_market_workers', {})).to.equal(2);
      expect(sampleValue(families, 'cms_market_release_version', {})).to.equal(3);
      expect(sampleValue(families, 'cms_market_release', { activity: 'shake' })).to.equal(1);
    }

    const pids = await workerPids(program);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await until(
      async () => {
        const families = await scrape().catch(() => null);
        if (!families) return false;
        expect(won(families), 'no total goes down').to.equal(100);
        return (
          sampleValue(families, 'cms_market_worker_deaths_total', {}) === 1 &&
          sampleValue(families, 'cms_market_workers', {}) === 2
        );
      },
      { what: 'another worker' },
    );
    await drawMany('second');
    expect(won(await scrape())).to.equal(200);

    // Nothing has asked for the numbers since these draws: a worker that ends on its own sends them itself.
    await drawMany('third');
    const [first = 0] = await workerPids(program);
    process.kill(first, 'SIGTERM');
    const replaced = async () => {
      const now = await workerPids(program);
      return now.length === 2 && !now.includes(first);
    };
    await until(replaced, { what: 'a worker in place of the one that has ended' });
    expect(won(await scrape())).to.equal(300);
    expect(await program.stop()).to.equal(0);
  });
});

async function workerPids({ pid }: RunningProgram): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.trim().split(/\s+/).map(Number);
}

async function dashboardQueries(): Promise<string[]> {
  const { panels } = JSON.parse(await readFile('deploy/grafana/dashboard.json', 'utf8')) as {
    panels: { targets?: { expr: string }[] }[];
  };
  // Grafana puts in what these stand for.
  return panels.flatMap(({ targets = [] }) =>
    targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '5m')),
  );
}

async function alertQueries(): Promise<string[]> {
  const { groups } = parseYaml(await readFile('deploy/prometheus/alerts.yml', 'utf8')) as {
    groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
  };
  const documented = await readFile('docs/observability.md', 'utf8');
  const rules = groups.flatMap(({ rules }) => rules);
  for (const { alert } of rules) expect(documented, 'an alert that is not in the docs').to.include(alert);
  return rules.map(({ expr }) => expr);
}
