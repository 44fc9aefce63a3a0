import { execFileSync } from 'node:child_process';
import { type ChildProgram, startChild } from './child-program.ts';
import { freePort } from './free-port.ts';
import { tempDir } from './temp-dir.ts';
import type { TestTls } from './test-tls.ts';
import { until } from './until.ts';

export interface TestRedis {
  readonly port: number;
  readonly pid: number;
  readonly url: string;
  readonly dir: string;
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** Stops it where it stands: connections stay open, nothing is answered. */
  pause(): void;
  resume(): void;
  /** Lets no file grow beyond so many bytes from now on, as a full disk would; `unlimited` gives room again. */
  limitFiles(bytes: number | 'unlimited'): void;
}

/** A real Redis on a free loopback port, with TLS alone where there are certificates. A port and a dir given bring one back that was there before. */
export async function startRedis(
  options: { args?: readonly string[]; port?: number; dir?: string; tls?: TestTls } = {},
): Promise<TestRedis> {
  const port = options.port ?? (await freePort());
  const dir = options.dir ?? (await tempDir());
  const own = ['--bind', '127.0.0.1', '--port', `${port}`, '--dir', dir, '--save', '', '--daemonize', 'no'];
  // A write beyond the limit of `limitFiles` would else end the process with a signal.
  const ignoring = ['-c', `trap '' XFSZ; exec redis-server "$@"`, 'redis-server'];
  const server = startChild('sh', [
    ...ignoring,
    ...own,
    ...(options.tls?.args(port) ?? []),
    ...(options.args ?? []),
  ]);
  await readyToAccept(server);
  return {
    port,
    pid: server.process.pid ?? 0,
    url: `redis${options.tls ? 's' : ''}://127.0.0.1:${port}`,
    dir,
    stop: async () => {
      server.process.kill('SIGCONT');
      await server.stop();
    },
    kill: async () => {
      await server.stop('SIGKILL');
    },
    pause: () => server.process.kill('SIGSTOP'),
    resume: () => server.process.kill('SIGCONT'),
    limitFiles: (bytes) => {
      execFileSync('prlimit', [`--pid=${server.process.pid}`, `--fsize=${bytes}:unlimited`]);
    },
  };
}

async function readyToAccept(server: ChildProgram): Promise<void> {
  await until(
    () => {
      if (server.process.exitCode !== null)
        throw new Error(`redis-server ended: ${server.stdout()}${server.stderr()}`);
      return server.stdout().includes('Ready to accept connections');
    },
    { what: 'redis-server to accept connections' },
  );
}
