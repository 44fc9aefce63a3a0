import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Cluster, Redis } from 'ioredis';
import { RedisDurability } from '../../../src/adapters/redis/redis-durability.ts';
import { durabilityIn } from '../../../src/adapters/redis/redis-server-state.ts';
import { startRedisCluster } from '../../support/redis-cluster.ts';
import { startRedis, type TestRedis } from '../../support/redis-server.ts';
import { DURABLE } from '../../support/stores.ts';
import { until } from '../../support/until.ts';

interface Stand {
  readonly server: TestRedis;
  readonly client: Redis;
  readonly durability: RedisDurability;
  readonly reports: string[];
  close(): Promise<void>;
}

async function standOf(args: readonly string[]): Promise<Stand> {
  const server = await startRedis({ args });
  const client = new Redis(server.port, '127.0.0.1', { enableReadyCheck: false });
  const reports: string[] = [];
  const durability = new RedisDurability(client, { report: (fault) => reports.push(fault) });
  await durability.check();
  return {
    server,
    client,
    durability,
    reports,
    close: async () => {
      client.disconnect();
      await server.stop();
    },
  };
}

async function durabilityOf(args: readonly string[]) {
  const { durability, reports, close } = await standOf(args);
  await close();
  return { durability: durability.current(), reports };
}

describe('the durability of Redis', () => {
  it('is known for a server that syncs always, or every second', async () => {
    expect((await durabilityOf(DURABLE)).durability).to.deep.equal({ kind: 'durable', fsync: 'always' });
    const everysec = ['--appendonly', 'yes', '--appendfsync', 'everysec'];
    expect((await durabilityOf(everysec)).durability).to.deep.equal({ kind: 'durable', fsync: 'everysec' });
  });

  it('is volatile without AOF, or where keys may be evicted, and is reported', async () => {
    for (const args of [
      ['--appendonly', 'no'],
      [...DURABLE, '--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'],
    ]) {
      const { durability, reports } = await durabilityOf(args);
      expect(durability.kind).to.equal('volatile');
      expect(reports).to.include('draws may be lost: Redis is volatile');
    }
  });

  it('is unknown for a server that hides its settings', async () => {
    const hides = ['--rename-command', 'CONFIG', '', '--rename-command', 'INFO', ''];
    expect((await durabilityOf([...DURABLE, ...hides])).durability.kind).to.equal('unknown');
    const withoutConfig = await durabilityOf([...DURABLE, '--rename-command', 'CONFIG', '']);
    expect(withoutConfig.durability).to.deep.equal({ kind: 'durable', fsync: 'unknown' });
    expect(durabilityIn('', 'always', { kind: 'unknown', reason: '' }).kind).to.equal('unknown');
  });

  it('is volatile until the first file of a new AOF is complete', () => {
    const info = (aof: 0 | 1, rewriting: 0 | 1) =>
      `aof_enabled:${aof}\r\naof_rewrite_in_progress:${rewriting}\r\nmaxmemory_policy:noeviction\r\n`;
    const durable = durabilityIn(info(1, 0), 'always', { kind: 'unknown', reason: 'not connected yet' });
    expect(durable).to.deep.equal({ kind: 'durable', fsync: 'always' });
    expect(durabilityIn(info(1, 1), 'always', durable), 'a rewrite of an old AOF').to.deep.equal(durable);
    const off = durabilityIn(info(0, 0), 'always', durable);
    const begins = durabilityIn(info(1, 1), 'always', off);
    expect(begins.kind).to.equal('volatile');
    expect(durabilityIn(info(1, 1), 'always', begins).kind).to.equal('volatile');
    expect(durabilityIn(info(1, 0), 'always', begins)).to.deep.equal(durable);
  });
});

describe('a check of a connected Redis', () => {
  let stand: Stand;

  before(async () => {
    stand = await standOf(DURABLE);
  });
  after(() => stand.close());

  async function check() {
    const { durability } = stand;
    await durability.check();
    return { kind: durability.current().kind, refusal: durability.refusal() };
  }

  const well = { kind: 'durable', refusal: null };
  const set = (name: string, value: string) => stand.client.config('SET', name, value);
  const wellAgain = () =>
    until(async () => JSON.stringify(await check()) === JSON.stringify(well), {
      what: 'Redis to be well',
    });

  it('finds that it has become volatile, reports that once, and finds that it is durable again', async () => {
    for (const [name, bad, good] of [
      ['appendonly', 'no', 'yes'],
      ['maxmemory-policy', 'allkeys-lru', 'noeviction'],
    ] as const) {
      const before = stand.reports.length;
      await set(name, bad);
      expect((await check()).kind).to.equal('volatile');
      expect((await check()).kind).to.equal('volatile');
      expect(stand.reports).to.have.length(before + 1);
      await set(name, good);
      await wellAgain();
    }
  });

  it('finds that it is out of memory', async () => {
    await set('maxmemory', '1kb');
    expect((await check()).refusal).to.match(/out of memory/);
    await set('maxmemory', '0');
    expect(await check()).to.deep.equal(well);
  });

  it('finds that it is a replica', async () => {
    await stand.client.call('REPLICAOF', '127.0.0.1', '1');
    expect((await check()).refusal).to.match(/read-only replica/);
    await stand.client.call('REPLICAOF', 'NO', 'ONE');
    expect(await check()).to.deep.equal(well);
  });

  it('finds that it refuses writes after a failed snapshot, if it is set to do so', async () => {
    // A folder with the name of the file makes the snapshot fail, also for root.
    const inItsPlace = join(stand.server.dir, 'dump.rdb');
    await mkdir(inItsPlace);
    await stand.client.bgsave();
    await until(async () => /^rdb_last_bgsave_status:err/m.test(await stand.client.info('persistence')), {
      what: 'the snapshot to fail',
    });
    expect(await check(), 'it takes no snapshots by itself').to.deep.equal(well);
    await set('save', '3600 1');
    expect((await check()).refusal).to.match(/MISCONF/);
    await set('stop-writes-on-bgsave-error', 'no');
    expect(await check()).to.deep.equal(well);
    await rm(inItsPlace, { recursive: true });
    await set('save', '');
  });

  it('finds that it cannot write its AOF, as on a full disk', async () => {
    await set('appendfsync', 'everysec');
    stand.server.limitFiles(1000);
    await stand.client.set('a-key', 'x'.repeat(2000));
    await until(async () => (await check()).kind === 'volatile', { what: 'the AOF to fail' });
    expect((await check()).refusal).to.match(/MISCONF/);
    stand.server.limitFiles('unlimited');
    await wellAgain();
  });

  it('runs once at a time, and keeps the last result while Redis does not answer', async () => {
    stand.server.pause();
    const checks = [stand.durability.check(), stand.durability.check()];
    expect(checks[0]).to.equal(checks[1]);
    stand.server.resume();
    await Promise.all(checks);
    stand.client.disconnect();
    expect(await check()).to.deep.equal(well);
    expect(stand.durability.isChecked(), 'the next connection may lead to another server').to.equal(false);
  });
});

describe('the durability of a Redis Cluster', () => {
  it('is that of its least durable master, also while other masters do not answer', async () => {
    const servers = await startRedisCluster({ args: DURABLE });
    const nodes = servers.ports.map((port) => ({ host: '127.0.0.1', port }));
    const client = new Cluster(nodes, { redisOptions: { commandTimeout: 200 } });
    client.on('error', () => {});
    const durability = new RedisDurability(client, { report: () => {} });
    const checked = async () => {
      await durability.check();
      return durability.current().kind;
    };
    await until(async () => (await checked()) === 'durable', {
      what: 'all masters to answer',
    });
    servers.nodes[0]?.pause();
    const third = new Redis(servers.ports[2] ?? 0, '127.0.0.1');
    await third.config('SET', 'appendonly', 'no');
    await until(async () => (await checked()) === 'volatile', { what: 'the third master to answer' });
    // A check that this master does not answer does not make the result better.
    servers.nodes[0]?.resume();
    servers.nodes[2]?.pause();
    expect(await checked()).to.equal('volatile');
    servers.nodes[2]?.resume();
    await third.config('SET', 'appendonly', 'yes');
    await until(async () => (await checked()) === 'durable', { what: 'all masters to be durable' });
    third.disconnect();
    client.disconnect();
    await servers.stop();
  });
});
