import { Redis } from 'ioredis';
import { RedisSessionCache } from '../../src/adapters/redis/sessions/redis-session-cache.ts';
import { SECRET, sampleCommit } from '../../test/contracts/sample-commits.ts';
import { openRedisLedger } from '../../test/support/redis-ledger.ts';
import type { TestRedis } from '../../test/support/redis-server.ts';
import { sessionOf } from '../../test/support/sample-session.ts';
import { redisBytes } from '../growth/probes.ts';
import { CLIENT_CORE, cpuSeconds, pin, SERVER_CORE } from '../processes.ts';
import { redis } from '../servers.ts';
import { bytes, type Costs, micros } from './cost.ts';

/* As many processes of the service: each call of a script is then of one draw, as with hundreds of processes. */
const CLIENTS = 32;
const USERS = 40_000;
const TTL_SECONDS = 259_200;
/* Of whose draws one in ten wins. */
const ODDS = 10;

/** CPU time of Redis for a command of its own, and the bytes that it holds and writes. */
export async function redisCosts(say: (text: string) => void): Promise<Costs> {
  // Redis is on the core of the clients, and there is no other server.
  pin(process.pid, SERVER_CORE);
  const store = await redis(['--appendonly', 'yes', '--appendfsync', 'always']);
  const processes = await Promise.all(Array.from({ length: CLIENTS }, () => openRedisLedger(store.url)));
  const caches = processes.map(({ client }) => new RedisSessionCache(client));
  await processes[0]?.ledger.seed('draw', SECRET, 'secret');

  /** What Redis uses for the work of every user, of which each client does one at a time. */
  const each = async (what: string, work: (client: number, user: number) => Promise<unknown>) => {
    say(`Redis: ${what}`);
    const before = {
      cpu: cpuSeconds([store.pid]),
      held: await redisBytes(store),
      file: await fileBytes(store),
    };
    let next = 0;
    const run = async (client: number) => {
      while (next < USERS) await work(client, next++);
    };
    await Promise.all(processes.map((_, client) => run(client)));
    return {
      cpu: micros(cpuSeconds([store.pid]) - before.cpu, USERS, `Redis’ CPU time: ${what}`),
      held: (await redisBytes(store)) - before.held,
      file: (await fileBytes(store)) - before.file,
    };
  };
  const draw = async (client: number, user: number) => {
    const { ledger } = processes[client] ?? {};
    const candidates = user % ODDS === 0 ? [{ prizeId: 'p0', limit: null, cost: 0, endsStreak: true }] : [];
    const commit = sampleCommit('draw', { uid: `u${user}`, candidates });
    const result = await ledger?.commit(commit);
    // A second draw finds the account of the first; it is then decided on that.
    if (result?.kind === 'conflict') await ledger?.commit({ ...commit, draws: result.account.draws });
  };
  const token = (user: number) => `demo-u${user}@1000`;
  const put = await each('a session is written', (client, user) =>
    caches[client]!.put(
      token(user),
      sessionOf({ uid: `u${user}`, zoneId: '1000', profile: {} }),
      TTL_SECONDS,
    ),
  );
  const get = await each('a session is read', (client, user) => caches[client]!.get(token(user)));
  const first = await each('a draw of a new user, one in a call', draw);
  const read = await each('an account is read, one in a call', (client, user) =>
    processes[client]!.ledger.read('draw', `u${user}`),
  );
  const second = await each('a draw of a known user whom the process does not hold, two calls', draw);
  await Promise.all(processes.map(({ close }) => close()));
  await store.stop();
  pin(process.pid, CLIENT_CORE);
  return {
    'redis.sessionPut': put.cpu,
    'redis.sessionGet': get.cpu,
    'redis.draw': first.cpu,
    'redis.drawKnown': second.cpu,
    'redis.read': read.cpu,
    'memory.session': bytes(put.held, USERS, 'a session in Redis, without a profile'),
    'memory.firstDraw': bytes(
      first.held,
      USERS,
      'an account with one draw, and its entry of the log, in Redis',
    ),
    'memory.nextDraw': bytes(
      second.held,
      USERS,
      'the second draw of an account, with its entry of the log, in Redis',
    ),
    'file.draw': bytes(first.file, USERS, 'a draw in the file of Redis, and to each replica'),
    'file.session': bytes(put.file, USERS, 'a session in the file of Redis, and to each replica'),
  };
}

async function fileBytes({ url }: TestRedis): Promise<number> {
  const client = new Redis(url);
  const [, size = '0'] = /aof_current_size:(\d+)/.exec(await client.info('persistence')) ?? [];
  client.disconnect();
  return Number(size);
}
