import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { activitiesDir } from '../support/activities-dir.ts';
import { logLines, type RunningProgram, startProgram } from '../support/built-program.ts';
import { freePort } from '../support/free-port.ts';
import { ask } from '../support/http.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis-server.ts';
import { until } from '../support/until.ts';

const SERVED_FILES = 'the files of this machine are served: there is no release yet';

describe('the very first start of a machine, while PostgreSQL is away', () => {
  let redis: TestRedis;
  let postgres: TestPostgres | null;
  let env: Record<string, string>;
  const programs: RunningProgram[] = [];

  beforeEach(async () => {
    postgres = null;
    redis = await startRedis();
    // It is not there yet, and the folder for its copies is empty.
    const DATABASE_URL = `postgres://postgres@127.0.0.1:${await freePort()}/postgres`;
    env = {
      ACTIVITIES_DIR: await activitiesDir({ sale: { dispatch: 'sku', title: 'of the file' } }),
      ...{ REDIS_URL: redis.url, DATABASE_URL, ROLE: 'public' },
    };
  });
  afterEach(async () => {
    await Promise.all(programs.splice(0).map((program) => program.stop()));
    await postgres?.stop();
    await redis.stop();
  });

  async function start(settings: Readonly<Record<string, string>> = {}): Promise<RunningProgram> {
    const program = await startProgram({ ...env, ...settings }, { publishes: false });
    programs.push(program);
    return program;
  }
  const comes = async () => {
    postgres = await startPostgres({ port: Number(new URL(env.DATABASE_URL ?? '').port) });
  };
  async function noteOwner(): Promise<void> {
    const client = new Redis(redis.port, '127.0.0.1');
    await client.set('cms:records', randomUUID());
    client.disconnect();
  }
  const served = async ({ base }: RunningProgram) => {
    const { status, headers, json } = await ask(`${base}/static?activity_id=sale`);
    return { status, ret: json.ret, title: json.data?.title, release: headers.get('X-Release') };
  };
  const readiness = async ({ origin }: RunningProgram) => {
    const { status, json } = await ask(`${origin}/readyz`);
    return { status, state: json.checks?.records.status ?? json.status };
  };
  const hasReported = ({ stdout }: RunningProgram) =>
    logLines(stdout()).some(({ msg }) => msg === SERVED_FILES);

  it('serves nothing where Redis is some record store’s: other machines may serve something else', async () => {
    await noteOwner();
    const program = await start();
    expect(await readiness(program)).to.deep.equal({ status: 503, state: 'loading' });
    expect(await served(program)).to.include({ status: 503, ret: 5003 });
    expect(hasReported(program)).to.equal(false);
  });

  for (const settings of [{ PUBLISH: 'manual' }, { REQUIRE_APPROVAL: 'true' }]) {
    const named = Object.entries(settings).join().replace(',', '=');
    it(`serves nothing where a file alone publishes nothing: ${named}`, async () => {
      const program = await start(settings);
      expect(await readiness(program)).to.deep.equal({ status: 503, state: 'loading' });
      expect(await served(program)).to.include({ status: 503, ret: 5003 });
    });
  }

  it('serves its files where Redis is nobody’s, and their releases when the record store comes', async () => {
    const program = await start();
    const ofFile = { status: 200, ret: 0, title: 'of the file' };
    expect(await served(program)).to.deep.equal({ ...ofFile, release: null });
    expect(await readiness(program)).to.deep.equal({ status: 200, state: 'degraded' });
    expect(hasReported(program)).to.equal(true);
    await comes();
    await start({ ROLE: 'operations' });
    await until(async () => (await served(program)).release !== null, { what: 'the release' });
    expect(await served(program)).to.deep.equal({ ...ofFile, release: '1' });
    await until(async () => (await readiness(program)).state === 'ok', {
      what: 'the record store to be ready',
    });
  });
});
