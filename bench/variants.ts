import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { activitiesDir } from '../test/support/activities-dir.ts';
import { logLines } from '../test/support/built-program.ts';
import { startChild } from '../test/support/child-program.ts';
import { freePort } from '../test/support/free-port.ts';
import { startRedis, type TestRedis } from '../test/support/redis-server.ts';
import { tempDir } from '../test/support/temp-dir.ts';
import { until } from '../test/support/until.ts';
import type { Load } from './load.ts';
import { BOTH_CORES, CLIENT_CORE, family, pin, SERVER_CORE } from './processes.ts';

/** A server and the load for it. */
export interface Variant {
  readonly name: string;
  readonly group: string;
  /** The name of the baseline in the same group; absent for a baseline. */
  readonly floor?: string;
  readonly origin: string;
  readonly load: Load;
  readonly pids: () => readonly number[];
  readonly redis: TestRedis | null;
}

const BASE = '/cms-market';
const FEW_USERS = 2_000;
/* More than the session cache in the process, which holds about 50,000. */
const MANY_USERS = 80_000;
const MANY_ACTIVITIES = 10_000;

const OURS = 'cms-market';
const RAW = 'node:http, ready bytes';
const KOA = 'Koa stack, ready bytes';
const READS = 'Koa stack, 2 Redis reads';
const SETTLES = 'Koa stack, read + script';

const EVERYSEC = ['--appendonly', 'yes', '--appendfsync', 'everysec'];
const ALWAYS = ['--appendonly', 'yes', '--appendfsync', 'always'];

/* Answers of about 2.7 KB and 100 KB. */
const goods = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    sku_id: `1${String(index).padStart(5, '0')}`,
    name: `脆甜红富士苹果第 ${index} 号礼盒装`,
    image: 'media/apple.svg',
    price: '12.50',
    market_price: '19.90',
    unit: '1kg/份',
    group: '水果',
    tags: ['当季', '产地直发'],
  }));
const sku = (count: number) => ({
  dispatch: 'sku',
  title: '鲜货直降',
  is_login_user: false,
  skus: goods(count),
});
const shake = {
  dispatch: 'shake',
  is_login_user: true,
  title: '摇一摇',
  page: { rules_text: ['每位用户每天可摇三次。'.repeat(40)] },
  prizes: Array.from({ length: 8 }, (_, index) => ({
    id: `p${index}`,
    name: `优惠券 ${index}`,
    image: 'media/a.svg',
  })),
  rules: { prizes: { p0: { odds: '5%', stock: 1_000_000_000 } } },
};

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** The built service. It logs to a file: with a pipe, the reader of the log would be part of the measurement. */
async function ours(
  env: Readonly<Record<string, string>>,
  { pinned = true }: { pinned?: boolean } = {},
): Promise<Server> {
  const port = await freePort();
  const dir = await tempDir();
  const log = openSync(join(dir, 'log'), 'a');
  const more = { PORT: `${port}`, DATA_DIR: dir, DRAW_RATE_LIMIT: 'off', ...env };
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: { ...process.env, ...more },
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

async function floor(
  file: string,
  args: readonly string[],
  { env = {}, core = SERVER_CORE }: { env?: Record<string, string>; core?: string } = {},
): Promise<Server> {
  const child = startChild(process.execPath, ['--import', 'tsx', here(`./floors/${file}`), ...args], {
    ...process.env,
    ...env,
  });
  await until(() => logLines(child.stdout()).length > 0, { timeoutMs: 15_000, what: `${file} to listen` });
  const pid = child.process.pid ?? 0;
  pin(pid, core);
  return { origin: `http://127.0.0.1:${logLines(child.stdout())[0]?.port}`, pids: () => [pid] };
}

async function redis(args: readonly string[] = []): Promise<TestRedis> {
  const server = await startRedis({ args: [...args, '--maxmemory-policy', 'noeviction'] });
  pin(server.pid, CLIENT_CORE);
  return server;
}

interface Server {
  readonly origin: string;
  readonly pids: () => readonly number[];
  readonly redis?: TestRedis;
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** Starts the servers whose group and name contain `only`, and their baselines. */
export async function startVariants(only: string): Promise<Variant[]> {
  const few = await activitiesDir({ small: sku(14), large: sku(550), draw: shake });
  const dir = await mkdtemp(join(tmpdir(), 'bench-'));
  const open = once(() => ours({ ACTIVITIES_DIR: few }));

  /** Writes an answer of the service to a file, for a baseline to send. */
  const answer = async (path: string): Promise<string> => {
    const file = join(dir, `${planned.length}-${Math.random()}`);
    const { origin } = await open();
    await writeFile(file, Buffer.from(await (await fetch(origin + path)).arrayBuffer()));
    return file;
  };
  const onRedis = async (
    args: readonly string[],
    start: (url: string) => Promise<Server>,
  ): Promise<Server> => {
    const server = await redis(args);
    return { ...(await start(server.url)), redis: server };
  };

  const planned: {
    group: string;
    name: string;
    floor: string | undefined;
    load: Load;
    start: () => Promise<Server>;
  }[] = [];
  const plan = (group: string, name: string, load: Load, start: () => Promise<Server>, floor?: string) =>
    planned.push({ group, name, floor, load, start });
  const same = (path: string): Load => ({ mode: 'same', path });

  const small = `${BASE}/static?activity_id=small`;
  const user = `${BASE}/shake/static?activity_id=draw`;
  const SMALL = 'static, no login, 2.7 KB';
  for (const [group, path, type] of [
    ['index page', `${BASE}/`, 'text/html; charset=utf-8'],
    [SMALL, small, 'application/json; charset=utf-8'],
    ['static, no login, 100 KB', `${BASE}/static?activity_id=large`, 'application/json; charset=utf-8'],
  ] as const) {
    plan(group, RAW, same('/'), async () => floor('raw-http.ts', [await answer(path), type]));
    plan(group, KOA, same('/ready'), async () => floor('koa-stack.ts', [await answer(path), type]));
    plan(group, OURS, same(path), open, RAW);
  }
  const silent = () => ours({ ACTIVITIES_DIR: few, LOG_LEVEL: 'silent' });
  plan(SMALL, `${OURS}, no log`, same(small), silent, OURS);
  const two = () => ours({ ACTIVITIES_DIR: few, WORKERS: '2' }, { pinned: false });
  plan(SMALL, `${OURS}, 2 workers`, same(small), two, OURS);
  const crowd = { mode: 'activity', path: `${BASE}/static`, few: MANY_ACTIVITIES } as const;
  plan(SMALL, `${OURS}, 10,000 activities`, crowd, async () => ours({ ACTIVITIES_DIR: await many() }), OURS);

  const LOGIN = 'static, login';
  const few2000 = { mode: 'user', few: FEW_USERS } as const;
  plan(LOGIN, READS, { ...few2000, path: '/reads' }, async () => {
    const file = await answer(`${user}&token=demo-u1@1000`);
    return onRedis([], (url) => floor('koa-stack.ts', [file], { env: { REDIS_URL: url } }));
  });
  const warm = once(() => onRedis([], (url) => ours({ ACTIVITIES_DIR: few, REDIS_URL: url })));
  plan(LOGIN, `${OURS}, tier warm`, { ...few2000, path: user }, warm, READS);
  plan(LOGIN, `${OURS}, tier cold`, { mode: 'turn', path: user, few: MANY_USERS }, warm, READS);
  const asking = async () => {
    const passport = await floor('passport.ts', [], { core: CLIENT_CORE });
    const env = { ACTIVITIES_DIR: few, PASSPORT_URL: passport.origin };
    return onRedis([], (url) => ours({ ...env, REDIS_URL: url }));
  };
  plan(LOGIN, `${OURS}, by passport`, { mode: 'new', path: user }, asking, READS);

  const draws = (path: string): Load => ({ mode: 'draw', path, few: FEW_USERS });
  const drawn = draws(`${BASE}/shake/draw`);
  for (const [group, args] of [
    ['draw, Redis everysec', EVERYSEC],
    ['draw, Redis always', ALWAYS],
  ] as const) {
    plan(group, SETTLES, draws('/draw'), async () => {
      const file = await answer(small);
      return onRedis(args, (url) => floor('koa-stack.ts', [file], { env: { REDIS_URL: url } }));
    });
    const books = () => onRedis(args, (url) => ours({ ACTIVITIES_DIR: few, REDIS_URL: url }));
    plan(group, OURS, drawn, books, SETTLES);
    const pair = (url: string) =>
      ours({ ACTIVITIES_DIR: few, REDIS_URL: url, WORKERS: '2' }, { pinned: false });
    plan(group, `${OURS}, 2 workers`, drawn, () => onRedis(args, pair), OURS);
  }
  plan('draw, SQLite FULL', OURS, drawn, () => ours({ ACTIVITIES_DIR: few }));

  const wanted = planned.filter(({ group, name }) => `${group}: ${name}`.includes(only));
  const needed = planned.filter(
    (one) =>
      wanted.includes(one) || wanted.some(({ group, floor }) => group === one.group && floor === one.name),
  );
  const variants: Variant[] = [];
  for (const { start, floor: against, group, name, load } of needed) {
    const { origin, pids, redis: store = null } = await start();
    variants.push({ group, name, load, origin, pids, redis: store, ...(against && { floor: against }) });
  }
  return variants;
}

const many = () =>
  activitiesDir(
    Object.fromEntries(Array.from({ length: MANY_ACTIVITIES }, (_, index) => [`a${index + 1}`, sku(14)])),
  );
