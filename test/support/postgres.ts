import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { type ChildProgram, startChild } from './child-program.ts';
import { freePort } from './free-port.ts';
import { runDir } from './run-dir.ts';
import { tempDir } from './temp-dir.ts';
import { until } from './until.ts';

export interface TestPostgres {
  readonly port: number;
  readonly pid: number;
  readonly dir: string;
  /** The URL of a new empty database. */
  newDatabase(): Promise<string>;
  /** Runs SQL in the database `postgres`. */
  query(text: string): Promise<void>;
  stop(): Promise<void>;
  /** Ends it at once, as `pg_ctl stop -m immediate` and a crash do. */
  kill(): Promise<void>;
  pause(): void;
  resume(): void;
}

const DEBIAN = '/usr/lib/postgresql';

/* PostgreSQL refuses to run as root; its Debian package brings a user. Elsewhere tests do not run as root. */
const asUser =
  process.getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];

/* Tests set what they need; PGHOST, PGUSER and others of the developer's shell would count too. */
const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C' };

let databases = 0;

/**
 * A real PostgreSQL on a free loopback port, with a cluster of its own. A port and a dir given bring one back that was
 * there before.
 * @param lasting whether it syncs its writes: only a power cut would show it, so most tests do without
 */
export async function startPostgres(
  options: { port?: number; dir?: string; lasting?: boolean } = {},
): Promise<TestPostgres> {
  const port = options.port ?? (await freePort());
  const dir = options.dir ?? (await newCluster());
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: options.lasting ? 'on' : 'off',
    max_connections: '100',
    log_min_messages: 'warning',
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = startChild(...command('postgres', ['-D', dir, '-p', `${port}`, ...args]), env, 'SIGQUIT');
  const base = `postgres://postgres@127.0.0.1:${port}`;
  await untilReady(server);
  return {
    port,
    pid: server.process.pid ?? 0,
    dir,
    newDatabase: async () => {
      databases += 1;
      const name = `test_${process.pid}_${databases}`;
      await createDatabase(`${base}/postgres`, name);
      return `${base}/${name}`;
    },
    query: (text) => query(`${base}/postgres`, text),
    // A fast stop: it does not wait for clients.
    stop: async () => {
      server.process.kill('SIGCONT');
      await server.stop('SIGINT');
    },
    kill: async () => {
      await server.stop('SIGQUIT');
    },
    // Its sessions are processes of their own.
    pause: () => signalAll(server, 'SIGSTOP'),
    resume: () => signalAll(server, 'SIGCONT'),
  };
}

/* An initialised cluster. To make one takes five times the CPU time of a copy: the first of a run is copied. */
async function newCluster(): Promise<string> {
  const parent = await tempDir();
  chmodSync(parent, 0o755);
  const dir = join(parent, 'postgres');
  const shared = runDir();
  if (shared === undefined) initCluster(dir);
  else execFileSync('cp', ['-a', firstCluster(shared), dir]);
  return dir;
}

function firstCluster(shared: string): string {
  const first = join(shared, 'postgres');
  if (existsSync(first)) return first;
  chmodSync(shared, 0o755);
  const own = `${first}-${process.pid}`;
  initCluster(own);
  try {
    renameSync(own, first);
  } catch (error) {
    // Another process of this run was faster.
    if (!existsSync(first)) throw error;
  }
  return first;
}

function initCluster(dir: string): void {
  mkdirSync(dir);
  if (asUser.length > 0) execFileSync('chown', ['postgres:postgres', dir]);
  const options = [
    '-U',
    'postgres',
    '-A',
    'trust',
    '--no-sync',
    '--wal-segsize=1',
    '-E',
    'UTF8',
    '--locale=C',
  ];
  const [program, args] = command('initdb', ['-D', dir, ...options]);
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: dirname(dir), env });
}

function command(name: string, args: readonly string[]): [string, string[]] {
  const [program, ...rest] = [...asUser, binary(name), ...args] as [string, ...string[]];
  return [program, rest];
}

function binary(name: string): string {
  if (!existsSync(DEBIAN)) return name;
  const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  const found = versions.map((version) => join(DEBIAN, version, 'bin', name)).find(existsSync);
  return found ?? name;
}

function signalAll({ process: server }: ChildProgram, signal: NodeJS.Signals): void {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = listed
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const sessions = pairs.filter(([, parent]) => parent === server.pid).map(([pid = 0]) => pid);
  for (const pid of [server.pid ?? 0, ...sessions]) sendIfThere(pid, signal);
}

/* A session may have ended since. */
function sendIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function untilReady(server: ChildProgram): Promise<void> {
  await until(
    () => {
      if (server.process.exitCode !== null)
        throw new Error(`postgres ended: ${server.stdout()}${server.stderr()}`);
      return server.stderr().includes('database system is ready to accept connections');
    },
    { what: 'postgres to accept connections' },
  );
}

/* Copied as files where the server can choose, from version 15 on: to write all of it to the log takes four times the CPU time. */
async function createDatabase(url: string, name: string): Promise<void> {
  await connected(url, async (client) => {
    const { rows } = await client.query('show server_version_num');
    const strategy = Number(rows[0].server_version_num) >= 150_000 ? 'strategy file_copy' : '';
    await client.query(`create database ${name} ${strategy}`);
  });
}

async function query(url: string, text: string): Promise<void> {
  await connected(url, (client) => client.query(text));
}

async function connected(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end();
  }
}
