import { randomUUID } from 'node:crypto';
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

/* Looking after the connection, now and then. */
const HOUSEKEEPING = new Set(['info', 'ping', 'config', 'client', 'hello', 'script', 'select']);

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
    watching.on('monitor', (_time: string, [name]: string[], source: string) => {
      if (name === 'echo') over = true;
      else if (source !== 'lua' && !HOUSEKEEPING.has(name ?? '')) sent += 1;
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

  it('opens no file', async () => {
    await ask(`${program.base}/`);
    await get('draw');
    const counts = () => [...program.stderr().matchAll(/opened (\d+);/g)].map(([, n]) => Number(n));
    const opened = async () => {
      const before = counts().length;
      process.kill(program.pid, 'SIGUSR2');
      await until(() => counts().length > before, { what: 'the count' });
      return counts().at(-1);
    };
    const before = await opened();
    expect(before).to.be.above(0);
    for (let at = 0; at < REQUESTS; at++) {
      await get('open');
      await get('draw');
      await ask(`${program.base}/`);
    }
    expect(await opened()).to.equal(before);
  });
});
