/*
 * Requests per second of the built service and of its baselines ("floors"):
 * `npm run bench [-- --seconds 3 --rounds 3 --only TEXT --json FILE --chart FILE]`.
 *
 * Every server is its own process on the first core; wrk (64 connections) and Redis share the second. The rounds of
 * all variants are interleaved, so that other load on the machine affects all of them. Compare only ratios between
 * machines.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chart } from './chart.ts';
import { load, type Round } from './load.ts';
import { CLIENT_CORE, canPin, cpuSeconds, pin, residentMiB } from './processes.ts';
import { commandsOf } from './redis-commands.ts';
import { startVariants, type Variant } from './variants.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    chart: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const WARM_UP_SECONDS = 2;

/* The share of the peak rate at which the delay is measured. */
const CALM = 0.7;

interface Measured extends Round {
  /** At about 70 % of the peak rate; `null` for baselines. */
  readonly calm: Round | null;
  readonly cpuPerThousand: number;
  readonly redisPerRequest: number | null;
  readonly residentMiB: number;
}

export interface Result {
  readonly group: string;
  readonly name: string;
  readonly floor: string | null;
  readonly perSecond: { readonly min: number; readonly median: number; readonly max: number };
  readonly ratioToFloor: number | null;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  /** At about 70 % of the peak rate; `null` for baselines. */
  readonly calm: { readonly perSecond: number; readonly p99: number } | null;
  readonly cpuSecondsPerThousand: number;
  readonly redisCommandsPerRequest: number | null;
  readonly residentMiB: number;
  readonly failed: number;
}

async function measure(variant: Variant): Promise<Measured> {
  const before = { cpu: cpuSeconds(variant.pids()), commands: await commandsOf(variant.redis) };
  const round = await load(variant.origin, variant.load, seconds);
  const after = { cpu: cpuSeconds(variant.pids()), commands: await commandsOf(variant.redis) };
  const calm = variant.floor
    ? await load(variant.origin, variant.load, seconds, CALM * round.perSecond)
    : null;
  return {
    ...round,
    calm,
    cpuPerThousand: ((after.cpu - before.cpu) / round.requests) * 1000,
    // Redis also counts the commands inside a script. test/system/hot-path.test.ts counts those of draws.
    redisPerRequest:
      variant.redis && variant.load.mode !== 'draw'
        ? (after.commands - before.commands) / round.requests
        : null,
    residentMiB: residentMiB(variant.pids()),
  };
}

const say = (text: string) => process.stderr.write(`\r\u001b[K${text}`);
const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;

// This process reads the servers' logs, so it must not run on the server's core.
pin(process.pid, CLIENT_CORE);
say('starting the servers');
const started = performance.now();
const variants = await startVariants(values.only);
for (const variant of variants) {
  say(`warming up: ${variant.group}: ${variant.name}`);
  await load(variant.origin, variant.load, WARM_UP_SECONDS);
}
const measured = new Map<Variant, Measured[]>(variants.map((variant) => [variant, []]));
for (let round = 1; round <= rounds; round++) {
  for (const [at, variant] of variants.entries()) {
    const done = ((round - 1) * variants.length + at) / (rounds * variants.length);
    say(`round ${round} of ${rounds}, ${Math.round(done * 100)} %: ${variant.group}: ${variant.name}`);
    measured.get(variant)?.push(await measure(variant));
  }
}
say('');

const medianOf = (group: string, name: string) => {
  const variant = variants.find((other) => other.group === group && other.name === name);
  return median((measured.get(variant as Variant) ?? []).map(({ perSecond }) => perSecond));
};
const results: Result[] = variants.map((variant) => {
  const all = measured.get(variant) ?? [];
  const perSecond = all.map((round) => round.perSecond);
  const floor = variant.floor ? medianOf(variant.group, variant.floor) : null;
  const redis = all.map(({ redisPerRequest }) => redisPerRequest);
  return {
    group: variant.group,
    name: variant.name,
    floor: variant.floor ?? null,
    perSecond: { min: Math.min(...perSecond), median: median(perSecond), max: Math.max(...perSecond) },
    ratioToFloor: floor ? median(perSecond) / floor : null,
    p50: median(all.map(({ p50 }) => p50)),
    p99: median(all.map(({ p99 }) => p99)),
    p999: median(all.map(({ p999 }) => p999)),
    calm: variant.floor
      ? {
          perSecond: median(all.map(({ calm }) => calm?.perSecond ?? 0)),
          p99: median(all.map(({ calm }) => calm?.p99 ?? 0)),
        }
      : null,
    cpuSecondsPerThousand: median(all.map(({ cpuPerThousand }) => cpuPerThousand)),
    redisCommandsPerRequest: redis.includes(null) ? null : median(redis as number[]),
    residentMiB: median(all.map((round) => round.residentMiB)),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
  };
});

let group = '';
for (const result of results) {
  if (result.group !== group) {
    group = result.group;
    console.log(
      `\n${group.padEnd(30)} |    min median    max | of floor |  p50   p99 p99.9 ms | at 70 %: p99 ms | CPU s/1000 | Redis/req | RSS MiB | failed`,
    );
  }
  const { min, median: middle, max } = result.perSecond;
  const figures = [min, middle, max].map((figure) => figure.toFixed(0).padStart(6)).join(' ');
  const times = [result.p50, result.p99, result.p999].map((time) => time.toFixed(1).padStart(5)).join(' ');
  console.log(
    [
      `  ${result.name}`.padEnd(30),
      figures.padStart(21),
      (result.ratioToFloor?.toFixed(2) ?? '').padStart(9),
      times.padStart(21),
      (result.calm
        ? `${Math.round(result.calm.perSecond)}/s ${result.calm.p99.toFixed(1).padStart(5)}`
        : ''
      ).padStart(15),
      result.cpuSecondsPerThousand.toFixed(3).padStart(11),
      (result.redisCommandsPerRequest?.toFixed(2) ?? '').padStart(10),
      result.residentMiB.toFixed(0).padStart(8),
      ` ${result.failed}`,
    ].join(' |'),
  );
}
console.log(
  `\n${canPin ? 'server on one core, client and Redis on the other' : 'not pinned to cores'}; ${rounds} rounds of ${seconds} s; ${Math.round((performance.now() - started) / 1000)} s in all`,
);
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
if (values.chart) await writeFile(values.chart, chart(results));
process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0);
