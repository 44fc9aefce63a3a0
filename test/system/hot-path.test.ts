import { randomUUID } from 'node:crypto';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { activitiesDir } from '../support/activities-dir.ts';
import { type RunningProgram, startProgram } from '../support/built-program.ts';
import { ask, postJson } from '../support/http.ts';
import { startRedis, type TestRedis } from '../support/redis-server.ts';
import { until } from '../support/until.ts';

/*
 * What a request costs, counted and not timed: these numbers are the same on every machine. A change that raises one of
 * them must change this test.
 */

const REQUESTS = 200;

/*
 * Looking after the connection and after whose the record store is, now and then; and news for the relay, at most 20 times a
 * second, which no draw waits for.
 */
const RECORDS_OWNER = 'get cms:records';
const HOUSEKEEPING = new Set(['info', 'ping', 'config', 'client', 'hello', 'script', 'select', 'publish']);

/* Tells on stderr, at SIGUSR2, how many files the process has opened so far. */
const COUNT_OPENED_FILES = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  let opened = 0;
  const counted = (where, name) => {
    const real = where[name];
    where[name] = function (...args) { opened += 1; return real.apply(this, args); };
  };
  for (const name of ['open', 'openSync', 'readFile', 'readFileSync', 'createReadStream']) counted(fs, name);
  for (const name of ['open', 'readFile']) counted(fs.promises, name);
  syncBuiltinESMExports();
  process.on('SIGUSR2', () => process.stderr.write('opened ' + opened + ';'));
`;

/* Tells on stdout at each collection how much of the heap was in use before and after it. */
const TRACE_COLLECTIONS = `
  import { setFlagsFromString } from 'node:v8';
  setFlagsFromString('--trace-gc');
`;

/*
 * The most bytes of V8's heap that a request may allocate, at most a third above what was measured with Node 20, 22 and 24.
 * The garbage collector's time grows with them.
 */
const MOST_KIB = { 'static, GET': 12, 'static, POST': 13, 'static, login': 25, draw: 47 } as const;

describe('what a request costs', () => {
  let redis: TestRedis;
  let client: Redis;
  let program: RunningProgram;

  before(async () => {
    redis = await startRedis({ args: ['--maxmemory-policy', 'noeviction'] });
    client = new Redis(redis.url);
    const dir = await activitiesDir({
      open: { dispatch: 'sku' },
      members: { dispatch: 'sku', is_login_user: true },
      draw: { dispatch: 'shake', is_login_user: true, prizes: [{ id: 'a', name: 'A' }] },
    });
    await mkdir(join(dir, 'open', 'media'));
    const picture = join(dir, 'open', 'media', 'a.png');
    await writeFile(picture, 'picture');
    await utimes(picture, 0, 0);
    program = await startProgram({
      ACTIVITIES_DIR: dir,
      REDIS_URL: redis.url,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(COUNT_OPENED_FILES)}`,
    });
  });
  after(async () => {
    client?.disconnect();
    await program?.stop();
    await redis?.stop();
  });

  const get = (id: string) => ask(`${program.base}/static?activity_id=${id}&token=demo-ann`);
  const draw = (uid: string) =>
    postJson(`${program.base}/shake/draw`, {
      activity_id: 'draw',
      token: `demo-${uid}`,
      request_id: randomUUID(),
    });

  /** How many commands each of the requests has sent to Redis; what a script does by itself does not count. */
  async function commandsEach(
    request: (count: number) => Promise<{ json: { ret: number } }>,
  ): Promise<number> {
    const watching = await client.monitor();
    let sent = 0;
    let over = false;
    watching.on('monitor', (_time: string, [name = '', key]: string[], source: string) => {
      const isHousekeeping = HOUSEKEEPING.has(name) || `${name} ${key}` === RECORDS_OWNER;
      if (name === 'echo') over = true;
      else if (source !== 'lua' && !isHousekeeping) sent += 1;
    });
    for (let at = 0; at < REQUESTS; at++) expect((await request(at)).json.ret).to.equal(0);
    // What comes behind this has nothing to do with the requests.
    await client.echo('over');
    await until(() => over, { what: 'the last command to be seen' });
    watching.disconnect();
    return sent / REQUESTS;
  }

  it('asks Redis nothing for an activity without a login, nor for goods of a user who has just been here', async () => {
    expect((await get('members')).json.ret).to.equal(0);
    expect(await commandsEach(() => get('open'))).to.equal(0);
    expect(await commandsEach(() => get('members'))).to.equal(0);
  });

  it('asks Redis once for the draw info of a user who has just been here', async () => {
    expect((await get('draw')).json.ret).to.equal(0);
    expect(await commandsEach(() => get('draw'))).to.equal(1);
  });

  it('asks Redis once for a draw', async () => {
    const users = Array.from({ length: 50 }, (_, index) => `u${index}`);
    for (const uid of users) expect((await draw(uid)).json.ret).to.equal(0);
    // A few draws of one user are counted in the process; only a crowd of them is counted together.
    expect(await commandsEach((at) => draw(users[at % users.length] ?? ''))).to.equal(1);
  });

  /* How many files the process has opened so far. */
  async function opened(): Promise<number> {
    const counts = () => [...program.stderr().matchAll(/opened (\d+);/g)].map(([, n]) => Number(n));
    const before = counts().length;
    process.kill(program.pid, 'SIGUSR2');
    await until(() => counts().length > before, { what: 'the count' });
    return counts().at(-1) ?? 0;
  }

  it('opens no file', async () => {
    await ask(`${program.base}/`);
    await get('draw');
    const before = await opened();
    expect(before).to.be.above(0);
    for (let at = 0; at < REQUESTS; at++) {
      await get('open');
      await get('draw');
      await ask(`${program.base}/`);
    }
    expect(await opened()).to.equal(before);
  });

  it('opens a picture at most once a second', async () => {
    const before = await opened();
    const startedAt = performance.now();
    for (let at = 0; at < REQUESTS; at++) {
      expect((await ask(`${program.base}/media/open/a.png`)).text).to.equal('picture');
    }
    const seconds = (performance.now() - startedAt) / 1000;
    expect((await opened()) - before).to.be.within(1, 1 + seconds);
  });

  describe('in memory', () => {
    const WARM_UP = 3_000;
    const COUNTED = 3_000;
    let measured: RunningProgram;
    let agent: Agent;

    before(async () => {
      const dir = await activitiesDir({
        open: { dispatch: 'sku' },
        draw: { dispatch: 'shake', is_login_user: true, prizes: [{ id: 'a', name: 'A' }] },
      });
      agent = new Agent({ keepAlive: true, maxSockets: 8 });
      measured = await startProgram({
        ACTIVITIES_DIR: dir,
        REDIS_URL: redis.url,
        LOG_REQUESTS: 'all',
        // The operations side would write of its collections too.
        ROLE: 'public',
        NODE_OPTIONS: `--max-semi-space-size=1 --import=data:text/javascript,${encodeURIComponent(TRACE_COLLECTIONS)}`,
      });
    });
    after(async () => {
      agent?.destroy();
      await measured?.stop();
    });

    /* What was allocated up to the latest collection: in use before each, less what the one before it has left. */
    function allocatedMiB(): number {
      const collections = [...measured.stdout().matchAll(/ms: [^\n]*? ([\d.]+) \([\d.]+\) -> ([\d.]+) \(/g)];
      let left: number | undefined;
      let allocated = 0;
      for (const [, before, after] of collections) {
        if (left !== undefined) allocated += Number(before) - left;
        left = Number(after);
      }
      return allocated;
    }

    // Few draws of each, so that the limit of draws is counted in the process.
    const token = (count: number) => `demo-u${count % 400}`;
    const requests: Record<keyof typeof MOST_KIB, (count: number) => [string, object?]> = {
      'static, GET': () => ['/static?activity_id=open'],
      'static, POST': () => ['/static', { activity_id: 'open' }],
      'static, login': (count) => [`/static?activity_id=draw&token=${token(count)}`],
      draw: (count) => [
        '/shake/draw',
        { activity_id: 'draw', token: token(count), request_id: randomUUID() },
      ],
    };
    for (const [what, mostKib] of Object.entries(MOST_KIB)) {
      it(`allocates at most ${mostKib} KiB for ${what}`, async () => {
        const send = async (count: number) => {
          const [path, body] = requests[what as keyof typeof MOST_KIB](count);
          expect((await over(agent, `${measured.base}${path}`, body)).ret).to.equal(0);
        };
        const many = async (count: number) => {
          for (let sent = 0; sent < count; sent += 8) {
            await Promise.all(Array.from({ length: 8 }, (_, index) => send(sent + index)));
          }
        };
        await many(WARM_UP);
        const before = allocatedMiB();
        await many(COUNTED);
        const kib = ((allocatedMiB() - before) * 1024) / COUNTED;
        expect(kib).to.be.within(1, mostKib);
      });
    }
  });
});

/* By connections that are kept: `fetch` opens and closes them by itself. */
function over(agent: Agent, url: string, body?: object): Promise<{ ret: number }> {
  const text = body && JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method: text ? 'POST' : 'GET',
        headers: text
          ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }
          : {},
      },
      (response) => {
        let answer = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          answer += chunk;
        });
        response.on('end', () => resolve(JSON.parse(answer)));
      },
    );
    sent.on('error', reject).end(text);
  });
}
