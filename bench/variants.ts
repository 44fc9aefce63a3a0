import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activitiesDir } from '../test/support/activities-dir.ts';
import type { TestRedis } from '../test/support/redis-server.ts';
import { goodsOf } from './goods.ts';
import type { Load, Tokens } from './load.ts';
import { CLIENT_CORE } from './processes.ts';
import { floor, ours, redis, type Server } from './servers.ts';
import { mustLogIn, signTokens } from './signed-tokens.ts';
import { traceVariants } from './trace-variants.ts';

/** A server and the load for it. */
export interface Variant {
  readonly group: string;
  readonly name: string;
  /** The baselines in the same group that it is compared with, and the ratio wanted; none for a baseline. */
  readonly floors: readonly Aim[];
  readonly load: Load;
  readonly server: Server;
}

export interface Aim {
  readonly floor: string;
  /** `null`: only the figure is of interest. */
  readonly wanted: number | null;
}

export interface VariantOptions {
  /** Only variants with this in their group and name, and their baselines. */
  readonly only: string;
  /** The `dist` of another build, which is measured in the same rounds; empty: none. */
  readonly beside: string;
}

const BASE = '/cms-market';
/* Few enough that one second before a round loads the sessions of nearly all. */
const FEW_USERS = 4_000;
/* More than the session cache in the process, which holds about 50,000. */
const MANY_USERS = 80_000;

const OURS = 'cms-market';
const BESIDE = 'the other build';
const RAW = 'node:http';
const KOA = 'Koa';

/* All logins come from one network. */
const UNLIMITED = { UNKNOWN_TOKEN_LIMIT: 'off', UNKNOWN_TOKEN_LIMIT_PER_NETWORK: 'off' };
/* For a warm-up and 7 rounds of 2 s, at 4,000 a second. */
const SIGNED_TOKENS = 120_000;

const ALWAYS = ['--appendonly', 'yes', '--appendfsync', 'always'];

/* An answer of about 2.7 KB. */
const sku = {
  dispatch: 'sku',
  title: '鲜货直降',
  is_login_user: false,
  skus: goodsOf(14),
};
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

/** A variant before its server is started. */
export interface Planned extends Omit<Variant, 'server'> {
  readonly start: () => Promise<Server>;
}

/** The variants by their groups. */
export async function planGroups({ only, beside }: VariantOptions): Promise<readonly (readonly Planned[])[]> {
  const planned = await plan(beside);
  const wanted = planned.filter(({ group, name }) => `${group}: ${name}`.includes(only));
  const needed = planned.filter(
    ({ group, name }) =>
      wanted.some((one) => one.group === group && one.name === name) ||
      wanted.some((one) => one.group === group && one.floors.some(({ floor }) => floor === name)),
  );
  const groups = new Set(needed.map(({ group }) => group));
  return [...groups].map((group) => needed.filter((variant) => variant.group === group));
}

async function plan(beside: string): Promise<readonly Planned[]> {
  const activities = await activitiesDir({ small: sku, draw: shake });
  const dir = await mkdtemp(join(tmpdir(), 'bench-'));
  const open = once(() => ours({ ACTIVITIES_DIR: activities, LOG_REQUESTS: 'all' }));
  const planned: Planned[] = [];

  /** Writes an answer of the service to a file, for a baseline to send. */
  const answer = async (path: string): Promise<string> => {
    const file = join(dir, `${planned.length}-${Math.random()}`);
    const { origin } = await open();
    await writeFile(file, Buffer.from(await (await fetch(origin + path)).arrayBuffer()));
    return file;
  };
  const baseline = (group: string, name: string, load: Load, start: () => Promise<Server>) =>
    planned.push({ group, name, floors: [], load, start });
  /** The service, and the other build. */
  const service = (
    group: string,
    name: string,
    load: Load,
    floors: readonly Aim[],
    start: (dist?: { dist: string }) => Promise<Server>,
  ) => {
    planned.push({ group, name, floors, load, start: () => start() });
    if (beside) {
      planned.push({
        ...{ group, name: `${BESIDE}${name.slice(OURS.length)}`, floors, load },
        start: () => start({ dist: beside }),
      });
    }
  };

  const small = `${BASE}/static?activity_id=small`;
  const GET = 'static, GET, 2.7 KB';
  const get = (path: string): Load => ({ mode: 'same', path });
  const ready = once(async () => floor('ready.ts', [await answer(small)]));
  const koaReady = once(async () => floor('koa-stack.ts', [await answer(small)]));
  baseline(GET, RAW, get('/'), ready);
  baseline(GET, KOA, get('/ready'), koaReady);
  const aims = (raw: number, koa: number) => [
    { floor: RAW, wanted: raw },
    { floor: KOA, wanted: koa },
  ];
  const logs = (LOG_REQUESTS: string) => (options?: { dist: string }) =>
    ours({ ACTIVITIES_DIR: activities, LOG_REQUESTS }, options);
  service(GET, `${OURS}, all logged`, get(small), aims(0.9, 1.5), logs('all'));
  service(GET, OURS, get(small), aims(0.9, 1.5), logs('notable'));

  const POST = 'static, POST, 2.7 KB';
  const post = (path: string): Load => ({ mode: 'post', path });
  baseline(POST, RAW, post('/'), ready);
  baseline(POST, KOA, post('/ready'), koaReady);
  service(POST, `${OURS}, all logged`, post(`${BASE}/static`), aims(0.75, 1.3), logs('all'));

  const LOGIN = 'static, login';
  const user = `${BASE}/shake/static?activity_id=draw`;
  const few = { mode: 'user', few: FEW_USERS } as const;
  const READS = 'Koa, 2 Redis reads';
  const koaWithRedis = async (redisArgs: readonly string[], path: string) => {
    const file = await answer(path);
    return onRedis(redisArgs, (url) => floor('koa-stack.ts', [file], { env: { REDIS_URL: url } }));
  };
  baseline(LOGIN, READS, { ...few, path: '/reads' }, () => koaWithRedis([], `${user}&token=demo-u1@1000`));
  const loginAims = [{ floor: READS, wanted: 1.6 }];
  const withRedis = async (
    more: Readonly<Record<string, string>>,
    options: { dist: string } | undefined,
    redisArgs: readonly string[] = [],
  ) => onRedis(redisArgs, (url) => ours({ ACTIVITIES_DIR: activities, REDIS_URL: url, ...more }, options));
  service(LOGIN, `${OURS}, all logged`, { ...few, path: user }, loginAims, (options) =>
    withRedis({ LOG_REQUESTS: 'all' }, options),
  );
  service(LOGIN, OURS, { ...few, path: user }, loginAims, (options) => withRedis({}, options));
  const turns: Load = { mode: 'turn', path: user, few: MANY_USERS };
  service(LOGIN, `${OURS}, session in Redis`, turns, [], (options) => withRedis({}, options));
  const firstAims = [{ floor: READS, wanted: null }];
  const byPassport = `${OURS}, by passport`;
  service(LOGIN, byPassport, { mode: 'new', path: user }, firstAims, async (options) => {
    const passport = await floor('passport.ts', [], { core: CLIENT_CORE });
    return withRedis({ ...UNLIMITED, PASSPORT_URL: passport.origin }, options);
  });
  // Not of the other build, which may know no signed tokens.
  for (const alg of ['RS256', 'ES256'] as const) {
    const tokens: Tokens = { file: join(dir, alg), count: SIGNED_TOKENS, used: 0 };
    planned.push({
      ...{ group: LOGIN, name: `${OURS}, by jwt ${alg}` },
      floors: [...firstAims, { floor: byPassport, wanted: null }],
      load: { mode: 'signed', path: user, tokens },
      start: async () => {
        const server = await withRedis({ ...UNLIMITED, ...(await signTokens(tokens, alg)) }, undefined);
        await mustLogIn(`${server.origin}${user}`, tokens);
        return server;
      },
    });
  }

  const draws = (path: string): Load => ({ mode: 'draw', path, few: FEW_USERS });
  const DRAW = 'draw, Redis always';
  const SETTLES = 'Koa, 2 reads, a script';
  baseline(DRAW, SETTLES, draws('/draw'), () => koaWithRedis(ALWAYS, small));
  const drawAims = [{ floor: SETTLES, wanted: 1 }];
  service(DRAW, OURS, draws(`${BASE}/shake/draw`), drawAims, (options) => withRedis({}, options, ALWAYS));
  const SQLITE = 'draw, SQLite FULL';
  service(SQLITE, OURS, draws(`${BASE}/shake/draw`), [], logs('notable'));
  const trace = (group: string, load: Load, redisArgs: readonly string[] = []) =>
    traceVariants({ group, load, beside, start: (env, options) => withRedis(env, options, redisArgs) });
  planned.push(...trace('traces: static, login', { ...few, path: user }));
  planned.push(...trace('traces: draw, Redis always', draws(`${BASE}/shake/draw`), ALWAYS));
  return planned;
}

async function onRedis(args: readonly string[], start: (url: string) => Promise<Server>): Promise<Server> {
  const server: TestRedis = await redis(args);
  return { ...(await start(server.url)), redis: server };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
