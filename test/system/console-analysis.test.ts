import { expect } from 'chai';
import { homeOutput } from '../../src/adapters/koa/console/contract/home.ts';
import { liveState, seriesOutput } from '../../src/adapters/koa/console/contract/live.ts';
import { reportOutput } from '../../src/adapters/koa/console/contract/report.ts';
import { openExistingDrawDatabase } from '../../src/adapters/sql/draw-database.ts';
import { SqliteDrawLog } from '../../src/adapters/sql/draws/sqlite-draw-log.ts';
import { activitiesDir } from '../support/activities-dir.ts';
import type { Browser } from '../support/browser.ts';
import { type ConsoleProgram, startConsoleProgram } from '../support/console-program.ts';
import { TestEventStream } from '../support/event-stream.ts';
import { postJson } from '../support/http.ts';
import { promised } from '../support/promised.ts';
import { startRedis } from '../support/redis-server.ts';
import { tempDir } from '../support/temp-dir.ts';
import { until } from '../support/until.ts';

const lucky = {
  dispatch: 'shake',
  title: 'Lucky',
  is_login_user: true,
  is_check_zone: true,
  zones: ['1000', '1001'],
  starts_at: '2020-01-01T00:00:00+08:00',
  ends_at: '2090-01-01T00:00:00+08:00',
  prizes: [
    { id: 'car', name: 'Car' },
    { id: 'cup', name: '=Cup' },
  ],
  rules: {
    budget: '100000.00',
    chances: { per_day: 5 },
    prizes: {
      car: { odds: '10%', value: '500.00', stock: 1000 },
      cup: { odds: '1/3', value: '0.05', delivery: { by: 'form', fields: ['name'] } },
    },
  },
};

describe('the console: what goes on in an activity', () => {
  let dataDir: string;
  let env: Record<string, string>;
  let console: ConsoleProgram;
  let viewer: Browser;
  let requests = 0;

  before(async () => {
    dataDir = await tempDir();
    env = { ROLE: 'all', WORKERS: '2', DATA_DIR: dataDir, ACTIVITIES_DIR: await activitiesDir({ lucky }) };
    console = await startConsoleProgram(env);
    viewer = await console.signedIn('viewer');
  });
  after(() => console?.stop());

  const ask = async (path: string, body: object) => {
    const { json } = await postJson(`${console.program.base}/${path}`, { activity_id: 'lucky', ...body });
    return json as { ret: number };
  };
  const visit = (uid: string, zone = '1000', from?: string) =>
    ask('static', { token: `demo-${uid}@${zone}`, ...(from && { from }) });
  const draw = (uid: string, zone = '1000', from?: string) =>
    ask('shake/draw', {
      token: `demo-${uid}@${zone}`,
      request_id: `request-${++requests}`,
      ...(from && { from }),
    });
  const report = async () => reportOutput.parse((await viewer.get('/activities/lucky/report')).body);
  const cookie = () => [...viewer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  it('counts in both workers, and the report is what the ledger has', async () => {
    const users = Array.from({ length: 60 }, (_, no) => `u${no}`);
    await Promise.all(
      users.map(async (uid, no) => {
        const zone = no % 3 === 0 ? '1001' : '1000';
        const from = ['timeline', undefined, 'abc-DEF_1-ghi-JKL_2-mno'][no % 3];
        for (let each = 0; each < 2; each++) await visit(uid, zone, from);
        for (let each = 0; each < 3; each++) await draw(uid, zone, from);
      }),
    );
    for (let no = 0; no < 4; no++) expect((await visit('far', '9999')).ret).to.equal(1006);
    const isCounted = async () => {
      const { totals, zones } = await report();
      const ofZones = zones.reduce((all, zone) => all + zone.visits + zone.draws, 0);
      return totals.draws === 180 && ofZones === 120 + 180;
    };
    await until(isCounted, { what: 'all visits and draws to be counted' });
    const { totals, hours, zones, channels, prizes, cost, findings } = await report();
    const db = openExistingDrawDatabase(dataDir);
    const book = await new SqliteDrawLog(db).book('lucky');
    db.close();
    expect(Object.fromEntries(prizes.map(({ id, awarded }) => [id, awarded]))).to.deep.equal(
      Object.fromEntries(book.awarded),
    );
    const wins = [...book.awarded.values()].reduce((sum, count) => sum + count, 0);
    expect(totals).to.include({ draws: 180, drawers: 60, wins });
    expect(totals.visitors).to.be.within(57, 63);
    expect(cost.spent).to.equal((book.spent / 100).toFixed(2));
    const sum = (rows: readonly { draws: number; wins: number; visits: number }[]) =>
      rows.reduce((all, row) => [all[0] + row.visits, all[1] + row.draws, all[2] + row.wins] as const, [
        0, 0, 0,
      ] as readonly [number, number, number]);
    for (const part of [hours, zones, channels]) expect(sum(part)).to.deep.equal([120, 180, wins]);
    expect(zones.map(({ zone, visits }) => [zone, visits])).to.deep.equal([
      ['1000', 80],
      ['1001', 40],
    ]);
    expect(channels.map(({ channel }) => channel)).to.have.members(['', 'timeline', 'invite']);
    const refused = findings.find(({ kind }) => kind === 'refusals');
    expect(refused?.params).to.include({ code: 'zone_not_allowed', ret: 1006, count: 4 });
    expect(findings.map(({ kind }) => kind)).to.include.members(['wins_unclaimed', 'peak_minute']);
  });

  it('gives each part of the report as CSV for Excel, and no text in it is a formula', async () => {
    const csv = async (part: string, more = '') =>
      (await viewer.get(`/activities/lucky/report.csv?part=${part}${more}`)).body as string;
    const prizes = await csv('prizes');
    const [head = '', car = '', cup = ''] = prizes.split('\r\n');
    // A mark that `fetch` takes away is there on the wire.
    expect(head.replace('\ufeff', '').startsWith('奖品编号,')).to.equal(true);
    expect(car.startsWith('car,Car,1000,')).to.equal(true);
    expect(cup.startsWith("cup,'=Cup,")).to.equal(true);
    expect((await csv('channels', '&lang=en')).split('\r\n')[0]?.replace('\ufeff', '')).to.equal(
      'channel,visits,visitors (estimate),draws,wins',
    );
    expect((await viewer.get('/activities/lucky/report.csv?part=users')).status).to.equal(400);
    const response = await fetch(`${console.origin}/api/activities/lucky/report.csv?part=hours`, {
      headers: { cookie: cookie() },
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3).toString('hex')).to.equal('efbbbf');
    expect(response.headers.get('content-disposition')).to.equal('attachment; filename="lucky-hours.csv"');
  });

  it('shows it on home, and as a series', async () => {
    const home = homeOutput.parse((await viewer.get('/home')).body);
    expect(home.running).to.have.lengthOf(1);
    expect(home.running[0]).to.include({ activity_id: 'lucky', visits_day: 120, draws_day: 180 });
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const path = `/activities/lucky/series?from=${from}&step=minute`;
    const series = seriesOutput.parse((await viewer.get(path)).body);
    expect(series.step).to.equal('minute');
    expect(series.points.reduce((sum, { draws }) => sum + draws, 0)).to.equal(180);
    expect(series.points.reduce((sum, { visits }) => sum + visits, 0)).to.equal(120);
    const whole = seriesOutput.parse((await viewer.get('/activities/lucky/series')).body);
    expect(whole.step).to.equal('day');
    expect(whole.points.at(-1)?.spent_total).to.equal((await report()).cost.spent);
    expect((await viewer.get('/activities/lucky/series?from=yesterday')).status).to.equal(400);
    for (const path of ['series', 'report', 'report.csv?part=hours']) {
      expect((await viewer.get(`/activities/none/${path}`)).status).to.equal(404);
    }
  });

  it('streams what goes on, until the session ends', async () => {
    const { visits } = (await report()).totals;
    const other = await console.signedIn('viewer');
    const of = [...other.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const stream = await TestEventStream.open(`${console.origin}/api/activities/lucky/live`, { Cookie: of });
    const last = () => stream.of('state').at(-1)?.data;
    await until(() => stream.of('state').length >= 2, { what: 'two states' });
    expect(liveState.parse(last())).to.deep.include({ stale: false });
    expect(last().totals).to.include({ draws: 180, visits });
    expect(stream.of('event')[0]?.data).to.include({ kind: 'release' });
    await visit('late');
    await draw('late');
    await until(() => last().totals.draws === 181 && last().totals.visits === visits + 1, {
      what: 'what is new',
    });
    await other.post('/session/sign-out');
    await until(() => stream.isOver, { what: 'the end of the stream' });
    expect(stream.of('end')[0]?.data).to.deep.equal({ reason: 'session' });
  });

  it('ends the stream when the program ends, and loses no visit by that', async () => {
    const { visits } = (await report()).totals;
    const stream = await TestEventStream.open(`${console.origin}/api/activities/lucky/live`, {
      Cookie: cookie(),
    });
    await until(() => stream.of('state').length >= 1, { what: 'a state' });
    for (let no = 0; no < 10; no++) await visit(`last${no}`);
    const measure = async () => {
      const begunAt = performance.now();
      expect(await console.program.stop()).to.equal(0);
      return { endMs: performance.now() - begunAt };
    };
    await promised({ endMs: 9000 }, measure, { times: 1 });
    expect(stream.of('end')[0]?.data).to.deep.equal({ reason: 'drain' });
    console = await startConsoleProgram(env);
    viewer = await console.signedIn('editor');
    expect((await report()).totals.visits).to.equal(visits + 10);
    await visit('again');
    await until(async () => (await report()).totals.visits === visits + 11, { what: 'the next visit' });
  });
});

describe('the console: the live stream while Redis is away', () => {
  it('goes on with what it had, says since when, and is up to date again afterwards', async () => {
    const redis = await startRedis();
    const console = await startConsoleProgram({
      ...{ ROLE: 'all', REDIS_URL: redis.url, DATA_DIR: await tempDir() },
      ACTIVITIES_DIR: await activitiesDir({ lucky }),
    });
    try {
      const viewer = await console.signedIn('viewer');
      const cookie = [...viewer.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const draw = (uid: string) =>
        postJson(`${console.program.base}/shake/draw`, {
          ...{ activity_id: 'lucky', token: `demo-${uid}@1000`, request_id: `request-${uid}` },
        });
      await draw('one');
      const stream = await TestEventStream.open(`${console.origin}/api/activities/lucky/live`, {
        Cookie: cookie,
      });
      const last = () => stream.of('state').at(-1)?.data;
      await until(() => last()?.totals.draws === 1, { what: 'the first draw' });
      redis.pause();
      await until(() => last().stale && last().age.ledger >= 2, { what: 'a state that says it' });
      expect(last().age.records).to.equal(null);
      expect(last().totals.draws).to.equal(1);
      const states = stream.of('state').length;
      await until(() => stream.of('state').length >= states + 2, { what: 'further states' });
      redis.resume();
      await until(() => !last().stale, { what: 'Redis to be back' });
      await draw('two');
      await until(() => last().totals.draws === 2, { what: 'the next draw' });
      expect(stream.of('event').map(({ data }) => data.kind)).to.include.members([
        'store_away',
        'store_back',
      ]);
      stream.close();
    } finally {
      redis.resume();
      await console.stop();
      await redis.stop();
    }
  });
});
