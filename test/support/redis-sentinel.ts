import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startChild } from './child-program.ts';
import { freePort } from './free-port.ts';
import { startRedis } from './redis-server.ts';
import { tempDir } from './temp-dir.ts';
import type { TestTls } from './test-tls.ts';
import { until } from './until.ts';

const MASTER = 'cms-master';

/** A real master, and a sentinel that watches it; with TLS, and with a password each, where these are given. */
export async function startRedisSentinel({
  tls,
  passwords,
}: {
  tls?: TestTls;
  passwords?: { master: string; sentinel: string };
} = {}) {
  const args = passwords ? ['--requirepass', passwords.master] : [];
  const master = await startRedis({ args, ...(tls && { tls }) });
  const [port, dir] = [await freePort(), await tempDir()];
  const config = join(dir, 'sentinel.conf');
  await writeFile(
    config,
    [
      `bind 127.0.0.1\nport ${port}\ndir ${dir}`,
      ...(tls ? [tls.config(port)] : []),
      `sentinel monitor ${MASTER} 127.0.0.1 ${master.port} 1`,
      ...(passwords
        ? [`sentinel auth-pass ${MASTER} ${passwords.master}`, `requirepass ${passwords.sentinel}`]
        : []),
      '',
    ].join('\n'),
  );
  const sentinel = startChild('redis-server', [config, '--sentinel']);
  const client = new Redis(port, '127.0.0.1', {
    retryStrategy: () => 50,
    ...(tls && { tls: { ca: tls.ca } }),
    ...(passwords && { password: passwords.sentinel }),
  });
  client.on('error', () => {});
  const watches = async () => {
    const address = await client.call('SENTINEL', 'get-master-addr-by-name', MASTER).catch(() => null);
    return Array.isArray(address) && Number(address[1]) === master.port;
  };
  await until(watches, { what: 'the sentinel to know its master' });
  client.disconnect();
  return {
    url: `redis${tls ? 's' : ''}+sentinel://${passwords ? `:${passwords.master}@` : ''}127.0.0.1:${port}/${MASTER}`,
    master,
    stop: async () => {
      await sentinel.stop('SIGKILL');
      await master.stop();
    },
  };
}
