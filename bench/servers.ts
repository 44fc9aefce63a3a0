import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { logLines } from '../test/support/built-program.ts';
import { startChild } from '../test/support/child-program.ts';
import { freePort } from '../test/support/free-port.ts';
import { startRedis, type TestRedis } from '../test/support/redis-server.ts';
import { tempDir } from '../test/support/temp-dir.ts';
import { until } from '../test/support/until.ts';
import { BOTH_CORES, CLIENT_CORE, family, pin, SERVER_CORE } from './processes.ts';

/** A server that is measured. It ends with this process. */
export interface Server {
  readonly origin: string;
  readonly pids: () => readonly number[];
  readonly redis?: TestRedis;
}

/* As the service is deployed (deploy/systemd, deploy/Dockerfile). The baselines have it, too. */
const NODE_OPTIONS = '--max-semi-space-size=32';

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/**
 * The built service. It logs to a file: with a pipe, the reader of the log would be part of the measurement.
 * @param dist the folder of the build
 */
export async function ours(
  env: Readonly<Record<string, string>>,
  { pinned = true, dist = here('../dist') }: { pinned?: boolean; dist?: string } = {},
): Promise<Server> {
  const port = await freePort();
  const dir = await tempDir();
  const log = openSync(join(dir, 'log'), 'a');
  const more = { PORT: `${port}`, DATA_DIR: dir, DRAW_RATE_LIMIT: 'off', ...env };
  const child = spawn(process.execPath, [join(dist, 'main.js'), 'serve'], {
    env: { ...process.env, NODE_OPTIONS, ...more },
    stdio: ['ignore', log, log],
  });
  process.once('exit', () => child.kill());
  const pid = child.pid ?? 0;
  const origin = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(answers, { timeoutMs: 30_000, what: 'the service to answer' });
  const workers = Number(env.WORKERS ?? 1);
  const all = () => family(pid).length;
  await until(() => workers === 1 || all() > workers, { timeoutMs: 30_000, what: 'its workers' });
  for (const one of family(pid)) pin(one, pinned ? SERVER_CORE : BOTH_CORES);
  return { origin, pids: () => family(pid) };
}

/** A baseline: a program of the folder `floors`. */
export async function floor(
  file: string,
  args: readonly string[],
  { env = {}, core = SERVER_CORE }: { env?: Record<string, string>; core?: string } = {},
): Promise<Server> {
  const child = startChild(process.execPath, ['--import', 'tsx', here(`./floors/${file}`), ...args], {
    ...process.env,
    NODE_OPTIONS,
    ...env,
  });
  await until(() => logLines(child.stdout()).length > 0, { timeoutMs: 15_000, what: `${file} to listen` });
  const pid = child.process.pid ?? 0;
  pin(pid, core);
  return { origin: `http://127.0.0.1:${logLines(child.stdout())[0]?.port}`, pids: () => [pid] };
}

/** A Redis on the client's core. */
export async function redis(args: readonly string[] = []): Promise<TestRedis> {
  const server = await startRedis({ args: [...args, '--maxmemory-policy', 'noeviction'] });
  pin(server.pid, CLIENT_CORE);
  return server;
}
