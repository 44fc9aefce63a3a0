import { Redis } from 'ioredis';
import { RedisUnitStores } from '../src/adapters/redis/draws/segments/redis-unit-stores.ts';
import type { Candidate } from '../src/domain/draws/decide-draw.ts';
import { candidate, SECRET, sampleCommit } from '../test/contracts/sample-commits.ts';
import { startRedisCluster } from '../test/support/redis-cluster.ts';
import { openRedisLedger } from '../test/support/redis-ledger.ts';
import { startRedis } from '../test/support/redis-server.ts';

/* Draws over 8 segments in a Redis Cluster of 1, 2, 4 and 8 servers: what the root sees of the traffic. */

const SEGMENTS = 8;
const PROCESSES = 4;
const AT_ONCE = 64;
const DRAWS = 40_000;

const mixes: Record<string, (n: number) => Candidate[]> = {
  'one prize in ten draws, and a fallback without limit': (n) => [
    ...(n % 1000 === 0 ? [candidate('phone', { limit: 30, cost: 500_000, endsStreak: true })] : []),
    ...(n % 10 === 0 ? [candidate('coupon', { limit: 3000, cost: 1000, endsStreak: true })] : []),
    candidate('thanks'),
  ],
  'one prize in ten draws, sold out in the middle': (n) =>
    n % 10 === 0 ? [candidate('coupon', { limit: 2000 })] : [],
  'each draw wins until 20,000 are won': () => [candidate('coupon', { limit: 20_000 })],
};

process.stdout.write('servers | mix | won | draws/s | root calls a 100 draws | of all scripts\n');
for (const masters of [1, 2, 4, 8]) {
  for (const [mix, candidatesOf] of Object.entries(mixes)) await run(masters, mix, candidatesOf);
}

async function run(masters: number, mix: string, candidatesOf: (n: number) => Candidate[]): Promise<void> {
  const cluster = await (masters === 1 ? one() : startRedisCluster({ masters }));
  const processes = await Promise.all(Array.from({ length: PROCESSES }, () => openRedisLedger(cluster.url)));
  const nodes = cluster.ports.map((port) => new Redis(port, '127.0.0.1'));
  let root = 0;
  const restore = countRootCalls(() => root++);
  await processes[0]?.ledger.seed('hot', SECRET, 'secret');
  const before = await scriptsOf(nodes);
  const startedAt = performance.now();
  let n = 0;
  await Promise.all(
    processes.flatMap(({ ledger }) =>
      Array.from({ length: AT_ONCE }, async () => {
        while (n < DRAWS) {
          const mine = n++;
          const commit = sampleCommit('hot', { uid: `user-${mine}`, candidates: candidatesOf(mine) });
          await ledger.commit({ ...commit, segments: SEGMENTS });
        }
      }),
    ),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  const scripts = (await scriptsOf(nodes)) - before;
  const { counts } = (await processes[0]?.ledger.awarded('hot')) ?? { counts: {} };
  const row = [
    masters,
    mix,
    Object.entries(counts)
      .map(([id, count]) => `${id} ${count}`)
      .join(', '),
    (DRAWS / seconds).toFixed(0),
    ((100 * root) / DRAWS).toFixed(1),
    `${((100 * root) / scripts).toFixed(1)} %`,
  ];
  process.stdout.write(`${row.join(' | ')}\n`);
  restore();
  for (const node of nodes) node.disconnect();
  for (const { close } of processes) await close();
  await cluster.stop();
}

async function one() {
  const server = await startRedis();
  return { ...server, ports: [server.port] };
}

async function scriptsOf(nodes: readonly Redis[]): Promise<number> {
  const infos = await Promise.all(nodes.map((node) => node.info('commandstats')));
  return infos.reduce((sum, info) => {
    const calls = [...info.matchAll(/cmdstat_eval(?:sha)?:calls=(\d+)/g)];
    return sum + calls.reduce((total, [, count]) => total + Number(count), 0);
  }, 0);
}

function countRootCalls(count: () => void): () => void {
  const { grant, accept } = RedisUnitStores.prototype;
  RedisUnitStores.prototype.grant = function (...args) {
    count();
    return grant.apply(this, args);
  };
  RedisUnitStores.prototype.accept = function (...args) {
    count();
    return accept.apply(this, args);
  };
  return () => Object.assign(RedisUnitStores.prototype, { grant, accept });
}
