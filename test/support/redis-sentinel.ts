import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startChild } from './child-program.ts';
import { freePort } from './free-port.ts';
import { startRedis } from './redis-server.ts';
import { tempDir } from './temp-dir.ts';
import { until } from './until.ts';

const MASTER = 'cms-master';

/** A real master, and a sentinel that watches it. */
export async function startRedisSentinel() {
  const [master, port, dir] = [await startRedis(), await freePort(), await tempDir()];
  const config = join(dir, 'sentinel.conf');
  await writeFile(
    config,
    `bind 127.0.0.1\nport ${port}\ndir ${dir}\nsentinel monitor ${MASTER} 127.0.0.1 ${master.port} 1\n`,
  );
  const sentinel = startChild('redis-server', [config, '--sentinel']);
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50 });
  client.on('error', () => {});
  const watches = async () => {
    const address = await client.call('SENTINEL', 'get-master-addr-by-name', MASTER).catch(() => null);
    return Array.isArray(address) && Number(address[1]) === master.port;
  };
  await until(watches, { timeoutMs: 10_000, what: 'the sentinel to know its master' });
  client.disconnect();
  return {
    url: `redis+sentinel://127.0.0.1:${port}/${MASTER}`,
    master,
    stop: async () => {
      await sentinel.stop('SIGKILL');
      await master.stop();
    },
  };
}
