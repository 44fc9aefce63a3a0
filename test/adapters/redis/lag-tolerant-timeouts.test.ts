import { execFileSync } from 'node:child_process';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { openRedis } from '../../../src/adapters/redis/redis-connection.ts';
import { parseRedisUrl } from '../../../src/adapters/redis/redis-target.ts';
import { startRedisCluster } from '../../support/redis-cluster.ts';
import { startRedis, type TestRedis } from '../../support/redis-server.ts';
import { until } from '../../support/until.ts';

/* More than each timeout of a prompt connection. */
const PAUSE_MS = 400;
const KEY = 'paused';

interface Servers {
  readonly url: string;
  /** The server that has the key. */
  readonly server: TestRedis;
  stop(): Promise<void>;
}

const kinds: Readonly<Record<string, () => Promise<Servers>>> = {
  'one server': async () => {
    const server = await startRedis();
    return { url: server.url, server, stop: () => server.stop() };
  },
  'a cluster': async () => {
    const cluster = await startRedisCluster();
    const server = cluster.nodes[await cluster.masterOf(KEY)];
    if (!server) throw new Error('no master has the key');
    return { url: cluster.url, server, stop: cluster.stop };
  },
};

/** Stops this process's event loop for longer than the timeouts, and until the server has the value. */
function pauseUntilWritten(port: number, value: string): void {
  const till = performance.now() + PAUSE_MS;
  const read = () => execFileSync('redis-cli', ['-p', String(port), 'GET', KEY], { encoding: 'utf8' });
  while (performance.now() < till || !read().includes(value)) {
    if (performance.now() > till + 10_000) throw new Error(`the server never got ${value}`);
  }
}

describe('the timeouts of a connection to Redis', () => {
  for (const [kind, start] of Object.entries(kinds)) {
    it(`accept an answer that this process reads late, with ${kind}`, async () => {
      const { url, server, stop } = await start();
      const target = parseRedisUrl(url);
      if (!target) throw new Error(url);
      const reports: string[] = [];
      const connection = openRedis(target, { report: (fault) => reports.push(fault) });
      await until(
        async () =>
          connection.client.get(KEY).then(
            () => true,
            () => false,
          ),
        { what: 'an answer' },
      );

      for (const value of ['one', 'two', 'three']) {
        const written = Promise.all([connection.client.set(KEY, value), connection.client.get(KEY)]);
        // The commands go out at the end of this turn, before this goes on; an answer is read in the next one.
        await turn();
        pauseUntilWritten(server.port, value);
        expect(await written).to.deep.equal(['OK', value]);
      }
      expect(reports).not.to.include('redis connection failed');

      server.pause();
      const failures = await Promise.allSettled([connection.client.get(KEY), connection.client.get(KEY)]);
      server.resume();
      expect(failures.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
      await connection.close();
      await stop();
    });
  }
});
