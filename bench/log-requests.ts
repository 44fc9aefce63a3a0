/*
 * What the lines of requests cost, for each value of LOG_REQUESTS: CPU µs a request, and bytes of the log a request.
 * `node --import tsx bench/log-requests.ts [--seconds 2 --rounds 5]`, after `npm run build`. The rounds are
 * interleaved; only one server works at a time. The log goes to a file, so that no reader is a part of the measurement.
 */
import { spawn } from 'node:child_process';
import { openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { activitiesDir } from '../test/support/activities-dir.ts';
import { freePort } from '../test/support/free-port.ts';
import { tempDir } from '../test/support/temp-dir.ts';
import { until } from '../test/support/until.ts';
import { load } from './load.ts';
import { cpuSeconds, pin, SERVER_CORE } from './processes.ts';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const MODES = ['all', 'notable', 'off'] as const;
const PATHS = {
  'static, served': '/cms-market/static?activity_id=open',
  'static, refused as 1002': '/cms-market/static?activity_id=junk',
};

/* Longer than the interval at which lines are written. */
const WRITTEN_AFTER_MS = 600;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '2' }, rounds: { type: 'string', default: '5' } },
});
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
const skus = Array.from({ length: 16 }, (_, no) => ({
  sku_id: `1${no}`,
  name: '脆甜红富士苹果',
  price: '12.50',
}));
const dir = await activitiesDir({ open: { dispatch: 'sku', skus } });

async function serve(mode: string): Promise<{ origin: string; pid: number; log: string }> {
  const [port, data] = [await freePort(), await tempDir()];
  const log = join(data, 'log');
  const out = openSync(log, 'a');
  const settings = { PORT: `${port}`, DATA_DIR: data, ACTIVITIES_DIR: dir, LOG_REQUESTS: mode };
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', out, out],
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
  pin(pid, SERVER_CORE);
  return { origin, pid, log };
}

interface Cost {
  readonly cpuMicros: number;
  readonly bytes: number;
}

async function measure({ origin, pid, log }: Awaited<ReturnType<typeof serve>>, path: string): Promise<Cost> {
  const before = { cpu: cpuSeconds([pid]), bytes: statSync(log).size };
  const { requests } = await load(origin, { mode: 'same', path }, seconds);
  await new Promise((resolve) => setTimeout(resolve, WRITTEN_AFTER_MS));
  if (requests === 0) throw new Error('no request was answered: the machine is too busy');
  return {
    cpuMicros: ((cpuSeconds([pid]) - before.cpu) * 1e6) / requests,
    bytes: (statSync(log).size - before.bytes) / requests,
  };
}

const servers = await Promise.all(MODES.map(serve));
const costs = new Map<string, Cost[]>();
// The first round only warms up.
for (let round = 0; round <= rounds; round += 1) {
  for (const [what, path] of Object.entries(PATHS)) {
    // Each round begins with another one.
    for (const turn of MODES.keys()) {
      const no = (turn + round) % MODES.length;
      const server = servers[no];
      if (!server) continue;
      const cost = await measure(server, path);
      const name = nameOf(what, MODES[no]);
      if (round > 0) costs.set(name, [...(costs.get(name) ?? []), cost]);
    }
  }
}

console.log(
  '| request | LOG_REQUESTS | CPU µs a request | CPU by that of `all` | bytes of the log a request |',
);
console.log('| --- | --- | --- | --- | --- |');
for (const what of Object.keys(PATHS)) {
  for (const mode of MODES) {
    const [own, all] = [mode, 'all'].map((each) => costs.get(nameOf(what, each)) ?? []);
    const ratios = own?.map(({ cpuMicros }, round) => cpuMicros / (all?.[round]?.cpuMicros ?? Number.NaN));
    const bytes = (own ?? []).reduce((sum, each) => sum + each.bytes / rounds, 0).toFixed(1);
    const micros = own?.map(({ cpuMicros }) => cpuMicros);
    console.log(`| ${nameOf(what, mode)} | ${spread(micros, 1)} | ${spread(ratios, 2)} | ${bytes} |`);
  }
}
process.exit();

function nameOf(what: string, mode: string | undefined): string {
  return `${what} | ${mode}`;
}

/* The median, and the quarter and three quarters of the rounds. */
function spread(values: readonly number[] = [], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(digits);
  return `${at(0.5)} (${at(0.25)} to ${at(0.75)})`;
}
