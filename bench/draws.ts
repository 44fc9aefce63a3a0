/*
 * Acknowledged durable draws a second, over HTTP, beside a floor: `npm run bench:draws [-- --json FILE]`.
 *
 * Every variant is its own process, and so are the client and Redis (`appendfsync always`); all of them share
 * the cores of this machine, so the figures are of the whole and only the ratios travel. The rounds of all
 * variants are interleaved, so that a noisy moment falls on all of them. The floor is a bare Koa stack that
 * does one GET and one script of like size for each request, on the same kind of Redis.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { activitiesDir } from '../test/support/activities-dir.ts';
import { logLines, startProgram } from '../test/support/built-program.ts';
import { startChild } from '../test/support/child-program.ts';
import { startRedis } from '../test/support/redis-server.ts';
import { DURABLE } from '../test/support/stores.ts';
import { tempDir } from '../test/support/temp-dir.ts';
import { until } from '../test/support/until.ts';

const ROUNDS = 3;
const ROUND_MS = 4000;
const WARM_UP_MS = 1500;
const FLOOR = 'floor: bare Koa, GET + EVALSHA';

interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const ACTIVITIES_DIR = await activitiesDir({
  bench: {
    dispatch: 'shake',
    is_login_user: true,
    prizes: [{ id: 'coupon', name: '优惠券' }],
    rules: { prizes: { coupon: { odds: '5%', stock: 1_000_000_000 } } },
  },
});

async function load(base: string, milliseconds: number): Promise<Round> {
  const args = ['--import', 'tsx', here('./load-draws.ts'), base, `${milliseconds}`];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
}

async function ours(env: Record<string, string>): Promise<string> {
  const program = await startProgram({ ACTIVITIES_DIR, LOG_LEVEL: 'info', ...env });
  return program.base;
}

async function floor(): Promise<string> {
  const env = { ...process.env, REDIS_URL: (await startRedis({ args: DURABLE })).url };
  const child = startChild(process.execPath, ['--import', 'tsx', here('./floor-draws.ts')], env);
  await until(() => logLines(child.stdout()).length > 0, { timeoutMs: 10_000, what: 'the floor to listen' });
  return `http://127.0.0.1:${logLines(child.stdout())[0]?.port}`;
}

const redisUrl = async () => (await startRedis({ args: DURABLE })).url;
const variants = new Map([
  [FLOOR, await floor()],
  ['Redis always, 1 worker', await ours({ REDIS_URL: await redisUrl() })],
  ['Redis always, 2 workers', await ours({ REDIS_URL: await redisUrl(), WORKERS: '2' })],
  ['SQLite FULL, 1 worker', await ours({ DATA_DIR: await tempDir() })],
  ['SQLite FULL, 2 workers', await ours({ DATA_DIR: await tempDir(), WORKERS: '2' })],
]);

const rounds = new Map<string, Round[]>([...variants.keys()].map((name) => [name, []]));
for (const [name, base] of variants) {
  process.stderr.write(`\r\u001b[Kwarming up: ${name}`);
  await load(base, WARM_UP_MS);
}
for (let round = 1; round <= ROUNDS; round++) {
  for (const [name, base] of variants) {
    process.stderr.write(`\r\u001b[Kround ${round} of ${ROUNDS}: ${name}`);
    rounds.get(name)?.push(await load(base, ROUND_MS));
  }
}
process.stderr.write('\r\u001b[K');

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const floorPerSecond = median((rounds.get(FLOOR) ?? []).map(({ perSecond }) => perSecond));
const results = [...rounds].map(([name, all]) => {
  const perSecond = all.map((round) => round.perSecond).sort((a, b) => a - b);
  return {
    name,
    min: perSecond[0] ?? 0,
    median: median(perSecond),
    max: perSecond.at(-1) ?? 0,
    ratioToFloor: median(perSecond) / floorPerSecond,
    p50Ms: median(all.map(({ p50 }) => p50)),
    p99Ms: median(all.map(({ p99 }) => p99)),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  };
});
console.log('draws a second           |    min  median     max | of floor | p50 ms  p99 ms | failed');
for (const { name, min, median: middle, max, ratioToFloor, p50Ms, p99Ms, failed } of results) {
  const figures = [min, middle, max].map((figure) => figure.toFixed(0).padStart(7)).join(' ');
  const times = [p50Ms, p99Ms].map((figure) => figure.toFixed(1).padStart(6)).join('  ');
  console.log(
    `${name.slice(0, 24).padEnd(24)} |${figures} | ${ratioToFloor.toFixed(2).padStart(8)} | ${times} | ${failed}`,
  );
}
const json = process.argv.indexOf('--json');
if (json > 0)
  await writeFile(process.argv[json + 1] ?? 'draws.json', `${JSON.stringify(results, null, 2)}\n`);
process.exit();
