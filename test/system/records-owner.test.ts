import { readFileSync, utimesSync } from 'node:fs';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { startRedis, type TestRedis } from '../support/redis-server.ts';
import { runCommand } from '../support/run-command.ts';
import { tempDir } from '../support/temp-dir.ts';
import { WonActivity } from '../support/won-activity.ts';

/* Those that change the record store, and those whose result is of draws too. */
const OWN: readonly (readonly string[])[] = [
  ['deliveries', 'done', 'a-draw'],
  ['deliveries', 'retry'],
  ['deliveries', 'start', 'crm'],
  ['deliveries', 'relay', 'lucky'],
  ['counter', 'pin', 'lucky'],
  ['codes', 'status'],
  ['forget', '--uid', 'ann', '--yes'],
  ['console', 'user', 'add', 'lin', '--role', 'admin'],
  ['keys', 'rotate'],
  ['keys', 'drop', 'k2'],
];
const READ: readonly (readonly string[])[] = [
  ['deliveries'],
  ['counter', 'status', 'lucky'],
  ['console', 'user', 'list'],
  ['keys', 'status'],
];

describe('commands with the record store of another service', () => {
  let redis: TestRedis;
  let won: WonActivity;
  let phone: string;
  let env: Record<string, string>;

  beforeEach(async () => {
    redis = await startRedis();
    won = await WonActivity.open();
    [phone = ''] = await won.win(['ann', 'phone']);
    await won.move([{ drawId: phone, uid: 'ann', prizeId: 'phone', unit: 1 }]);
    await won.fillIn(phone);
    env = { ...won.env, REDIS_URL: redis.url };
    await runCommand(['keys', 'add'], won.env);
    // A key that was added a moment ago cannot be dropped.
    utimesSync(won.keyFile, 1, 1);
    await note('another');
  });
  afterEach(() => redis.stop());

  async function inRedis<T>(work: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(redis.port, '127.0.0.1');
    try {
      return await work(client);
    } finally {
      client.disconnect();
    }
  }
  const note = (id: string) => inRedis((client) => client.set('cms:records', id));
  const run = (args: readonly string[], given = env) => runCommand([...args, '--lang', 'en'], given);

  it('change nothing in it, and say why', async () => {
    const keys = readFileSync(won.keyFile, 'utf8');
    for (const args of OWN) {
      const { code, stdout, stderr } = await run(args);
      expect([code, stdout], `${args.join(' ')}: ${stderr}`).to.deep.equal([1, '']);
      expect(stderr).to.match(/this Redis belongs to record store another, and this one is .*DATABASE_URL/);
    }
    expect(await won.state(phone)).to.equal('form_received');
    expect(readFileSync(won.keyFile, 'utf8')).to.equal(keys);
    await won.inRecords(async ({ db }) => {
      expect(await db.selectFrom('counters').selectAll().execute()).to.deep.equal([]);
      expect(await db.selectFrom('forms').selectAll().execute()).to.have.length(1);
    });
  });

  it('do not take one that is missing for one without wins', async () => {
    const empty = { ...env, DATA_DIR: await tempDir(), DATA_KEY_FILE: won.keyFile };
    for (const args of [
      ['forget', '--uid', 'ann', '--yes'],
      ['deliveries', 'done', phone],
    ]) {
      const { code, stderr } = await run(args, empty);
      expect(code, stderr).to.equal(1);
      expect(stderr).to.match(/belongs to record store another, and there is none here/);
    }
  });

  it('show what is in it, also while Redis is away', async () => {
    for (const isAway of [false, true]) {
      if (isAway) await redis.stop();
      for (const args of READ) {
        const { stdout, stderr } = await run(args);
        expect(stdout, stderr).to.not.equal('');
        expect(stderr).to.not.include('Redis');
      }
    }
    const { code, stderr } = await run(['deliveries', 'retry']);
    expect([code, stderr]).to.deep.equal([1, 'cms-market: Redis does not answer\n']);
  });

  it('work with their own, and do not give the Redis away before the service has', async () => {
    const own = await won.inRecords(({ db }) => db.selectFrom('store').select('id').executeTakeFirst());
    await note(own?.id ?? '');
    expect((await run(['counter', 'pin', 'lucky'])).stdout).to.match(/^\d{6}\n$/);
    await inRedis((client) => client.del('cms:records'));
    expect((await run(['deliveries', 'retry'])).code).to.equal(0);
    expect(await inRedis((client) => client.get('cms:records'))).to.equal(null);
  });
});
