// Stops Redis under load and measures the memory of the service: `npm run soak -- --minutes 10 --rate 300`.
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startStand } from '../test/faults/support.ts';
import { startRedis } from '../test/support/redis-server.ts';
import { percentile, startSteadyRate } from '../test/support/steady-rate.ts';

const WARM_UP_MS = 15_000;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, rate: { type: 'string', default: '300' } },
});
const [minutes, rate] = [Number(values.minutes), Number(values.rate)];

const redis = await startRedis();
const stand = await startStand({ REDIS_URL: redis.url });
const load = startSteadyRate((count) => {
  const token = `good-${count % 500}`;
  return count % 3 === 0
    ? stand.url('open')
    : count % 3 === 1
      ? stand.url('sku', token)
      : stand.url('shake', token);
}, rate);
await pause(WARM_UP_MS);
await redis.kill();
const awayFrom = performance.now();
await pause(WARM_UP_MS);
const before = await rssMb();
let highest = before;
while (performance.now() - awayFrom < WARM_UP_MS + minutes * 60_000) {
  await pause(1000);
  highest = Math.max(highest, await rssMb());
  const minute = ((performance.now() - awayFrom) / 60_000).toFixed(1);
  process.stderr.write(`\r${minute} minutes away, RSS ${Math.round(await rssMb())} MB `);
}
const after = await rssMb();
const samples = (await load.stop()).filter(({ at }) => at > awayFrom);
await stand.stop();
process.stderr.write('\r\u001b[K');
console.log(
  JSON.stringify({
    minutes,
    rate,
    requests: samples.length,
    rssBeforeMb: Math.round(before),
    rssAfterMb: Math.round(after),
    rssGrowthMb: Math.round(after - before),
    rssHighestMb: Math.round(highest),
    rets: Object.fromEntries(
      [...new Set(samples.map(({ ret }) => ret))].map((ret) => [
        `${ret}`,
        samples.filter((sample) => sample.ret === ret).length,
      ]),
    ),
    p99Ms: Math.round(
      percentile(
        samples.map(({ tookMs }) => tookMs),
        99,
      ),
    ),
  }),
);
process.exit(after - before > 20 ? 1 : 0);

async function rssMb(): Promise<number> {
  const status = await readFile(`/proc/${stand.program.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}
