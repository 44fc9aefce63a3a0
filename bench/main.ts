/*
 * What a request costs the server in CPU time, beside baselines ("floors"):
 * `npm run bench [-- --seconds 2 --rounds 7 --only TEXT --beside DIST --json FILE --chart FILE --write]`.
 *
 * Every server is its own process on the first core; wrk (64 connections) and Redis share the second. The rounds of
 * the variants of one request are interleaved, and a ratio compares the same round, so that other load on the machine
 * affects both.
 */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chart } from './chart.ts';
import { type Load, load } from './load.ts';
import { CLIENT_CORE, canPin, cpuSeconds, pin } from './processes.ts';
import { type Measured, resultsOf, rowsOf } from './results.ts';
import type { Server } from './servers.ts';
import { columns, markdownTable } from './tables.ts';
import { planGroups, type Variant } from './variants.ts';
import { writeBetween } from './write-table.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', default: '' },
    beside: { type: 'string', default: '' },
    json: { type: 'string' },
    chart: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const WARM_UP_SECONDS = 8;
/* Before each round: a process holds sessions for 30 s, and the rounds of the others take longer. */
const AGAIN_SECONDS = 1;
const SETTLE_MS = 300;
const REPORT = fileURLToPath(new URL('../docs/performance.md', import.meta.url));

async function measure({ server, load: requests }: Variant): Promise<Measured> {
  signal(server, 'SIGCONT');
  await load(server.origin, requests, AGAIN_SECONDS);
  const before = cpuSeconds(server.pids());
  const round = await load(server.origin, requests, seconds);
  const cpuMicros = ((cpuSeconds(server.pids()) - before) / round.requests) * 1e6;
  await pause(server);
  return { ...round, cpuMicros };
}

async function startWarm(start: () => Promise<Server>, requests: Load): Promise<Server> {
  const server = await start();
  // A server that is stopped does not end.
  process.once('exit', () => signal(server, 'SIGCONT'));
  signal(server, 'SIGCONT');
  await load(server.origin, requests, WARM_UP_SECONDS);
  await pause(server);
  return server;
}

/* Only the server that is measured runs: the timers of the others would use its core and its caches. */
async function pause(server: Server): Promise<void> {
  // What is still asked of Redis or the passport would look like a fault when the server goes on.
  await setTimeout(SETTLE_MS);
  signal(server, 'SIGSTOP');
}

function signal(server: Server, name: 'SIGSTOP' | 'SIGCONT'): void {
  for (const pid of server.pids()) process.kill(pid, name);
}

const say = (text: string) => process.stderr.write(`\r\u001b[K${text}`);

// Each server is ended with this process.
process.setMaxListeners(100);
// This process reads the servers' logs, so it must not run on the server's core.
pin(process.pid, CLIENT_CORE);
for (const each of ['SIGINT', 'SIGTERM'] as const) process.once(each, () => process.exit(1));
const started = performance.now();
const groups = await planGroups({ only: values.only, beside: values.beside && resolve(values.beside) });
const measured = new Map<Variant, Measured[]>();
for (const group of groups) {
  const variants: Variant[] = [];
  for (const { start, ...variant } of group) {
    say(`starting and warming up: ${variant.group}: ${variant.name}`);
    variants.push({ ...variant, server: await startWarm(start, variant.load) });
  }
  for (const variant of variants) measured.set(variant, []);
  for (let round = 1; round <= rounds; round++) {
    for (const variant of variants) {
      say(`round ${round} of ${rounds}: ${variant.group}: ${variant.name}`);
      measured.get(variant)?.push(await measure(variant));
    }
  }
}
say('');

const results = resultsOf(measured);
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(columns(rowsOf(results)));
console.log(
  `\n${canPin ? 'server on one core, client and Redis on the other' : 'not pinned to cores'}; ` +
    `${rounds} rounds of ${seconds} s, ${minutes} minutes in all; median (lowest–highest) of the rounds`,
);
if (values.json) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
if (values.chart) await writeFile(values.chart, chart(results));
if (values.write) await writeBetween(REPORT, 'bench', markdownTable(rowsOf(results)));
const failed = results.filter((result) => result.failed > 0);
for (const { group, name, failed: count } of failed) console.error(`${group}: ${name}: ${count} failed`);
process.exit(failed.length > 0 ? 1 : 0);
