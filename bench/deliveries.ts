/*
 * What a draw costs while deliveries do not get through: `npm run bench:deliveries [-- --seconds 5 --rounds 5]`.
 *
 * One service with Redis, PostgreSQL and a webhook for one draw in ten. In turns, the receiver answers, takes its time
 * until it is given up on, answers 500, and PostgreSQL stands still. Each round is compared with the one before it in which
 * all was well.
 */
import { writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { activitiesDir } from '../test/support/activities-dir.ts';
import { startPostgres } from '../test/support/postgres.ts';
import { familiesOf } from '../test/support/scrape.ts';
import { tempDir } from '../test/support/temp-dir.ts';
import { operationsOf } from '../test/support/workers-of.ts';
import { load } from './load.ts';
import { CLIENT_CORE, cpuSeconds, pin } from './processes.ts';
import { ours, redis } from './servers.ts';
import { spreadOf, spreadText } from './spread.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '5' } },
});
const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)];
const USERS = 100_000;

let answer: (response: ServerResponse) => void = answers;
function answers(response: ServerResponse): void {
  response.writeHead(204).end();
}
const receiver = createServer((request, response) => {
  request.resume().on('end', () => answer(response));
});
await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));

const dir = await tempDir();
const endpoints = join(dir, 'endpoints.json');
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/wins`;
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
await writeFile(endpoints, JSON.stringify({ crm: { url, secret } }));
const postgres = await startPostgres({ lasting: true });
pin(postgres.pid, CLIENT_CORE);
const store = await redis(['--appendonly', 'yes', '--appendfsync', 'always']);
const service = await ours({
  ACTIVITIES_DIR: await activitiesDir({
    draw: {
      dispatch: 'shake',
      is_login_user: true,
      prizes: [{ id: 'car', name: '汽车' }],
      rules: { prizes: { car: { odds: '10%', value: '3.00', delivery: { by: 'webhook', to: 'crm' } } } },
    },
  }),
  ENDPOINTS_FILE: endpoints,
  DATABASE_URL: await postgres.newDatabase(),
  REDIS_URL: store.url,
  ROLE: 'all',
});
const [main = 0] = service.pids();
const operations = await operationsOf(main);
// On a machine of its own, or on another core.
if (operations !== undefined) pin(operations, CLIENT_CORE);
const visitorPids = () => service.pids().filter((pid) => pid !== operations);

const CASES = {
  'all is well': () => {
    answer = answers;
    postgres.resume();
  },
  'the receiver hangs': () => {
    answer = () => {};
  },
  'all is well ': () => {
    answer = answers;
  },
  'the receiver answers 500': () => {
    answer = (response) => response.writeHead(500).end();
  },
  'all is well  ': () => {
    answer = answers;
  },
  'PostgreSQL stands still': () => postgres.pause(),
};
type Case = keyof typeof CASES;

interface Round {
  readonly perSecond: number;
  readonly cpuMicros: number;
  readonly failed: number;
}

async function roundOf(name: Case): Promise<Round> {
  CASES[name]();
  const before = cpuSeconds(visitorPids());
  const { perSecond, requests, failed } = await load(
    service.origin,
    { mode: 'draw', path: '/cms-market/shake/draw', few: USERS },
    seconds,
  );
  return { perSecond, failed, cpuMicros: ((cpuSeconds(visitorPids()) - before) / requests) * 1e6 };
}

await roundOf('all is well');
const measured = new Map<string, { round: Round; well: Round }[]>();
for (let turn = 0; turn < rounds; turn++) {
  let well: Round | undefined;
  for (const name of Object.keys(CASES) as Case[]) {
    const round = await roundOf(name);
    if (name.startsWith('all is well')) well = round;
    const key = name.trim();
    measured.set(key, [...(measured.get(key) ?? []), { round, well: well as Round }]);
  }
}
postgres.resume();
const families = familiesOf(await (await fetch(`${service.origin}/metrics`)).text());
const waiting = families.get('cms_market_deliveries_waiting')?.samples ?? [];

console.log('| | draws/s | CPU µs a draw | draws/s beside all well | CPU beside all well | failed |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const [name, pairs] of measured) {
  const of = (figure: (pair: (typeof pairs)[number]) => number, digits: number) =>
    spreadText(spreadOf(pairs.map(figure)), digits);
  const cells = [
    name,
    of(({ round }) => round.perSecond, 0),
    of(({ round }) => round.cpuMicros, 0),
    of(({ round, well }) => round.perSecond / well.perSecond, 2),
    of(({ round, well }) => round.cpuMicros / well.cpuMicros, 2),
    pairs.reduce((sum, { round }) => sum + round.failed, 0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
console.log(`${waiting.reduce((sum, { value }) => sum + value, 0)} deliveries wait at the end.`);
await postgres.stop();
await store.stop();
process.exit(0);
