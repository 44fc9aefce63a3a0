import { expect } from 'chai';
import { Redis } from 'ioredis';
import { judge, RedisDurability } from '../../../src/adapters/redis/redis-durability.ts';
import { startRedis } from '../../support/redis-server.ts';
import { DURABLE } from '../../support/stores.ts';

async function durabilityOf(args: readonly string[]) {
  const server = await startRedis({ args });
  const client = new Redis(server.port, '127.0.0.1', { enableReadyCheck: false });
  const reports: string[] = [];
  const durability = await new RedisDurability(client, { report: (fault) => reports.push(fault) }).check();
  client.disconnect();
  await server.stop();
  return { durability, reports };
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
    expect(judge('', '', 'always').kind).to.equal('unknown');
  });
});
