import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { Cluster, Redis } from 'ioredis';
import { RedisDurability } from '../../../src/adapters/redis/redis-durability.ts';
import { judge } from '../../../src/adapters/redis/redis-sight.ts';
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
  await durability.look();
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

describe('how lasting Redis is', () => {
  it('is known of a server that syncs always, or every second', async () => {
    expect((await durabilityOf(DURABLE)).durability).to.deep.equal({ kind: 'durable', fsync: 'always' });
    const everysec = ['--appendonly', 'yes', '--appendfsync', 'everysec'];
    expect((await durabilityOf(everysec)).durability).to.deep.equal({ kind: 'durable', fsync: 'everysec' });
  });

  it('is nothing without AOF, or where keys may be evicted, and the log is told', async () => {
    for (const args of [
      ['--appendonly', 'no'],
      [...DURABLE, '--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru'],
    ]) {
      const { durability, reports } = await durabilityOf(args);
      expect(durability.kind).to.equal('volatile');
      expect(reports).to.include('draws may be lost: Redis is volatile');
    }
  });

  it('is unknown of a server that hides its settings, and not guessed', async () => {
    const hides = ['--rename-command', 'CONFIG', '', '--rename-command', 'INFO', ''];
    expect((await durabilityOf([...DURABLE, ...hides])).durability.kind).to.equal('unknown');
    const tellsNoConfig = await durabilityOf([...DURABLE, '--rename-command', 'CONFIG', '']);
    expect(tellsNoConfig.durability).to.deep.equal({ kind: 'durable', fsync: 'unknown' });
    expect(judge('', 'always', { kind: 'unknown', reason: '' }).kind).to.equal('unknown');
  });

  it('is nothing until the first file of an AOF that was just turned on is whole', () => {
    const info = (aof: 0 | 1, rewriting: 0 | 1) =>
      `aof_enabled:${aof}\r\naof_rewrite_in_progress:${rewriting}\r\nmaxmemory_policy:noeviction\r\n`;
    const durable = judge(info(1, 0), 'always', { kind: 'unknown', reason: 'not connected yet' });
    expect(durable).to.deep.equal({ kind: 'durable', fsync: 'always' });
    expect(judge(info(1, 1), 'always', durable), 'a rewrite now and then').to.deep.equal(durable);
    const off = judge(info(0, 0), 'always', durable);
    const begins = judge(info(1, 1), 'always', off);
    expect(begins.kind).to.equal('volatile');
    expect(judge(info(1, 1), 'always', begins).kind).to.equal('volatile');
    expect(judge(info(1, 0), 'always', begins)).to.deep.equal(durable);
  });
});

describe('a Redis that changes while it is connected', () => {
  let stand: Stand;

  before(async () => {
    stand = await standOf(DURABLE);
  });
  after(() => stand.close());

  async function look() {
    const { durability } = stand;
    await durability.look();
    return { kind: durability.current().kind, refusal: durability.refusal() };
  }

  const well = { kind: 'durable', refusal: null };
  const set = (name: string, value: string) => stand.client.config('SET', name, value);
  const wellAgain = () =>
    until(async () => JSON.stringify(await look()) === JSON.stringify(well), {
      what: 'Redis to be well',
    });

  it('is seen to have turned volatile, told once, and seen to be mended', async () => {
    for (const [name, bad, good] of [
      ['appendonly', 'no', 'yes'],
      ['maxmemory-policy', 'allkeys-lru', 'noeviction'],
    ] as const) {
      const told = stand.reports.length;
      await set(name, bad);
      expect((await look()).kind).to.equal('volatile');
      expect((await look()).kind).to.equal('volatile');
      expect(stand.reports).to.have.length(told + 1);
      await set(name, good);
      await wellAgain();
    }
  });

  it('is seen to be out of memory', async () => {
    await set('maxmemory', '1kb');
    expect((await look()).refusal).to.match(/out of memory/);
    await set('maxmemory', '0');
    expect(await look()).to.deep.equal(well);
  });

  it('is seen to be a replica', async () => {
    await stand.client.call('REPLICAOF', '127.0.0.1', '1');
    expect((await look()).refusal).to.match(/read-only replica/);
    await stand.client.call('REPLICAOF', 'NO', 'ONE');
    expect(await look()).to.deep.equal(well);
  });

  it('is seen to refuse writes after a snapshot that failed, where it is set to', async () => {
    // Its file cannot be put in place, whoever runs the server.
    const inItsPlace = join(stand.server.dir, 'dump.rdb');
    await mkdir(inItsPlace);
    await stand.client.bgsave();
    await until(async () => /^rdb_last_bgsave_status:err/m.test(await stand.client.info('persistence')), {
      what: 'the snapshot to fail',
    });
    expect(await look(), 'nobody waits for snapshots').to.deep.equal(well);
    await set('save', '3600 1');
    expect((await look()).refusal).to.match(/MISCONF/);
    await set('stop-writes-on-bgsave-error', 'no');
    expect(await look()).to.deep.equal(well);
    await rm(inItsPlace, { recursive: true });
    await set('save', '');
  });

  it('is seen not to write its AOF, as on a full disk', async () => {
    await set('appendfsync', 'everysec');
    stand.server.limitFiles(1000);
    await stand.client.set('a-key', 'x'.repeat(2000));
    await until(async () => (await look()).kind === 'volatile', { what: 'the AOF to fail' });
    expect((await look()).refusal).to.match(/MISCONF/);
    stand.server.limitFiles('unlimited');
    await wellAgain();
  });

  it('is looked at once at a time, and what was seen last counts while it hangs', async () => {
    stand.server.pause();
    const looks = [stand.durability.look(), stand.durability.look()];
    expect(looks[0]).to.equal(looks[1]);
    stand.server.resume();
    await Promise.all(looks);
    stand.client.disconnect();
    expect(await look()).to.deep.equal(well);
    expect(stand.durability.isSeen(), 'the next connection may lead to another server').to.equal(false);
  });
});

describe('a Redis Cluster', () => {
  it('is as lasting as the least lasting of its masters, while others are away too', async () => {
    const servers = await startRedisCluster({ args: DURABLE });
    const nodes = servers.ports.map((port) => ({ host: '127.0.0.1', port }));
    const client = new Cluster(nodes, { redisOptions: { commandTimeout: 200 } });
    client.on('error', () => {});
    const durability = new RedisDurability(client, { report: () => {} });
    const seen = async () => {
      await durability.look();
      return durability.current().kind;
    };
    await until(async () => (await seen()) === 'durable', {
      what: 'the masters to be seen',
    });
    servers.nodes[0]?.pause();
    const third = new Redis(servers.ports[2] ?? 0, '127.0.0.1');
    await third.config('SET', 'appendonly', 'no');
    expect(await seen()).to.equal('volatile');
    // Nor does a look that this one does not answer make it better.
    servers.nodes[0]?.resume();
    servers.nodes[2]?.pause();
    expect(await seen()).to.equal('volatile');
    servers.nodes[2]?.resume();
    await third.config('SET', 'appendonly', 'yes');
    await until(async () => (await seen()) === 'durable', { what: 'all to be well' });
    third.disconnect();
    client.disconnect();
    await servers.stop();
  });
});
