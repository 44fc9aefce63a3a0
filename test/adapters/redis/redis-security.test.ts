import { expect } from 'chai';
import { openRedis, type RedisConnection } from '../../../src/adapters/redis/redis-connection.ts';
import { readSettings } from '../../../src/container/settings.ts';
import { startRedisCluster } from '../../support/redis-cluster.ts';
import { startRedisSentinel } from '../../support/redis-sentinel.ts';
import { startRedis } from '../../support/redis-server.ts';
import { makeTls, type TestTls } from '../../support/test-tls.ts';
import { until } from '../../support/until.ts';

describe('a Redis with TLS and passwords', () => {
  let tls: TestTls;
  let foreign: TestTls;
  const disposer: (() => Promise<void>)[] = [];

  before(async () => {
    tls = await makeTls();
    foreign = await makeTls();
  });

  afterEach(async () => {
    for (const close of disposer.splice(0).reverse()) await close();
  });

  /** Connects as the program does with these settings. */
  async function connect(env: Record<string, string>) {
    const faults: string[] = [];
    const reading = readSettings(env, 1);
    if (!reading.ok || !reading.settings.redis) throw new Error(JSON.stringify(reading));
    const connection = openRedis(reading.settings.redis, {
      report: (_what, error) => faults.push((error as Error).message),
    });
    disposer.push(() => connection.close());
    await connection.settled();
    return { connection, faults };
  }

  async function answers({ client, isReady }: RedisConnection): Promise<void> {
    const works = async () => isReady() && (await client.set('key', 'value').catch(() => null)) === 'OK';
    await until(works, { what: 'Redis to answer' });
  }

  async function refuses(url: string, why: RegExp, more: Record<string, string> = {}): Promise<void> {
    const { connection, faults } = await connect({ REDIS_URL: url, ...more });
    await until(() => faults.some((each) => why.test(each)), { what: `${why}` });
    expect(connection.isReady()).to.equal(false);
  }

  const UNTRUSTED =
    /self-signed certificate|unable to (get|verify)|Failed to refresh slots cache|unreachable.*closed/i;

  it('connects to one server, and not with a certificate of another authority', async () => {
    const server = await startRedis({ tls });
    disposer.push(() => server.stop());
    await answers((await connect({ REDIS_URL: server.url, REDIS_CA_FILE: tls.caFile })).connection);
    await refuses(server.url, UNTRUSTED, { REDIS_CA_FILE: foreign.caFile });
    await refuses(server.url, UNTRUSTED);
  });

  it('is found by a Sentinel with its own password, also after a reconnection', async () => {
    const passwords = { master: 'of-the-master', sentinel: 'of-the-sentinel' };
    const redis = await startRedisSentinel({ tls, passwords });
    disposer.push(() => redis.stop());
    const env = { REDIS_URL: redis.url, REDIS_CA_FILE: tls.caFile };
    const own = { REDIS_SENTINEL_PASSWORD: passwords.sentinel };
    const { connection } = await connect({ ...env, ...own });
    await answers(connection);

    await redis.master.stop();
    await until(() => !connection.isReady(), { what: 'the connection to end' });
    const again = await startRedis({
      tls,
      port: redis.master.port,
      args: ['--requirepass', passwords.master],
    });
    disposer.push(() => again.stop());
    await answers(connection);

    await refuses(redis.url, /NOAUTH/, { REDIS_CA_FILE: tls.caFile });
    await refuses(redis.url, UNTRUSTED, { REDIS_CA_FILE: foreign.caFile, ...own });
  });

  it('is found by a Sentinel without TLS that has its own password', async () => {
    const passwords = { master: 'of-the-master', sentinel: 'of-the-sentinel' };
    const redis = await startRedisSentinel({ passwords });
    disposer.push(() => redis.stop());
    const own = { REDIS_SENTINEL_PASSWORD: passwords.sentinel, REDIS_SENTINEL_USERNAME: 'default' };
    await answers((await connect({ REDIS_URL: redis.url, ...own })).connection);
  });

  it('is a cluster, named by host names or by addresses', async () => {
    const cluster = await startRedisCluster({ tls });
    disposer.push(() => cluster.stop());
    const env = { REDIS_CA_FILE: tls.caFile };
    await answers((await connect({ ...env, REDIS_URL: cluster.url })).connection);
    const byName = `rediss+cluster://localhost:${cluster.ports[0]}`;
    await answers((await connect({ ...env, REDIS_URL: byName })).connection);
    await refuses(cluster.url, UNTRUSTED, { REDIS_CA_FILE: foreign.caFile });
  });
});

describe('the settings of a secured Redis', () => {
  function problemsOf(env: Record<string, string>): readonly string[] {
    const reading = readSettings(env, 1);
    return reading.ok ? [] : reading.problems;
  }

  const sentinel = 'redis+sentinel://h1/m';

  for (const [what, env, problem] of [
    [
      'a file that is not there',
      { REDIS_URL: 'rediss://h', REDIS_CA_FILE: '/nowhere/ca.pem' },
      'certificates in PEM',
    ],
    [
      'a file without a certificate',
      { REDIS_URL: 'rediss://h', REDIS_CA_FILE: 'package.json' },
      'certificates in PEM',
    ],
    ['a folder', { REDIS_URL: 'rediss://h', REDIS_CA_FILE: 'src' }, 'certificates in PEM'],
    [
      'a password without Sentinels',
      { REDIS_URL: 'rediss://h', REDIS_SENTINEL_PASSWORD: 'secret' },
      'sentinel://',
    ],
    ['a user without Sentinels', { REDIS_SENTINEL_USERNAME: 'secret' }, 'sentinel://'],
  ] as const) {
    it(`reject ${what}, and print no secret`, () => {
      const problems = problemsOf(env);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include(problem).and.not.include('secret');
    });
  }

  it('reject a certificate authority for connections without TLS', async () => {
    const { caFile } = await makeTls();
    expect(problemsOf({ REDIS_URL: sentinel, REDIS_CA_FILE: caFile })).to.deep.equal([
      'REDIS_CA_FILE is set: then REDIS_URL must begin with rediss://, rediss+cluster:// or rediss+sentinel://',
    ]);
    expect(problemsOf({ REDIS_URL: 'http://h', REDIS_CA_FILE: caFile })).to.have.length(1);
  });

  it('are accepted with Sentinels', () => {
    expect(problemsOf({ REDIS_URL: sentinel, REDIS_SENTINEL_PASSWORD: 'a@b:c/d' })).to.deep.equal([]);
  });
});
