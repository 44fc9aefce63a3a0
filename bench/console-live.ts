/*
 * What 20 consoles that watch an activity cost its visitors: `npm run bench:console [-- --seconds 6 --rounds 6]`.
 *
 * One service with a real Redis (its log fsynced for each draw) and the operations side as a process beside it. In turns, nobody
 * watches, and 20 consoles do, by server-sent events; each turn with them is compared with the turns before and after it. First as
 * many draws as the service can do, by wrk; then what one draw costs the processes that visitors wait for, at that load.
 */
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { activitiesDir } from '../test/support/activities-dir.ts';
import { Browser } from '../test/support/browser.ts';
import { runProgram } from '../test/support/built-program.ts';
import { freePort } from '../test/support/free-port.ts';
import { tempDir } from '../test/support/temp-dir.ts';
import { operationsOf } from '../test/support/workers-of.ts';
import { load } from './load.ts';
import { CLIENT_CORE, cpuSeconds, pin } from './processes.ts';
import { ours, redis } from './servers.ts';
import { spreadOf, spreadText } from './spread.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '6' },
    consoles: { type: 'string', default: '20' },
  },
});
const [seconds, rounds, consoles] = [values.seconds, values.rounds, values.consoles].map(Number) as [
  number,
  number,
  number,
];
const USERS = 100_000;

const store = await redis(['--appendonly', 'yes', '--appendfsync', 'always']);
const consolePort = await freePort();
const env = {
  ACTIVITIES_DIR: await activitiesDir({
    draw: {
      dispatch: 'shake',
      title: 'Draw',
      is_login_user: true,
      starts_at: '2020-01-01T00:00:00+08:00',
      ends_at: '2090-01-01T00:00:00+08:00',
      prizes: [{ id: 'car', name: '汽车' }],
      rules: { budget: '90000000.00', prizes: { car: { odds: '10%', value: '3.00', stock: 90_000_000 } } },
    },
  }),
  DATA_DIR: await tempDir(),
  REDIS_URL: store.url,
  ROLE: 'all',
  CONSOLE_PORT: `${consolePort}`,
};
const service = await ours(env);
const [main = 0] = service.pids();
const operations = await operationsOf(main);
// On a machine of its own, or on another core.
if (operations !== undefined) pin(operations, CLIENT_CORE);
const visitorPids = () => service.pids().filter((pid) => pid !== operations);

const browser = await signedIn();
let streams: IncomingMessage[] = [];
let states = 0;

async function signedIn(): Promise<Browser> {
  const args = ['console', 'user', 'add', 'watcher', '--role', 'viewer', '--json'];
  const { stdout, stderr } = await runProgram(args, env);
  const token = /welcome#([\w-]+)/.exec(stdout)?.[1];
  if (token === undefined) throw new Error(`no link: ${stdout}${stderr}`);
  const signing = new Browser(`http://127.0.0.1:${consolePort}`);
  await signing.post('/session/accept', { token, password: 'correct horse battery' });
  return signing;
}

async function watch(): Promise<void> {
  const Cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const open = () =>
    new Promise<IncomingMessage>((resolve) => {
      get(`${browser.origin}/api/activities/draw/live`, { headers: { Cookie }, agent: false }, resolve);
    });
  streams = await Promise.all(Array.from({ length: consoles }, open));
  for (const stream of streams) {
    if (stream.statusCode !== 200) throw new Error(`a console got ${stream.statusCode}`);
    stream.setEncoding('utf8').on('data', (text: string) => {
      states += text.split('event: state').length - 1;
    });
  }
}

function leave(): void {
  for (const stream of streams) stream.destroy();
  streams = [];
}

interface Turn {
  readonly perSecond: number;
  readonly p99: number;
  readonly cpuMicros: number;
  readonly operationsShare: number;
  readonly failed: number;
}

async function turn(): Promise<Turn> {
  const visitorCpu = cpuSeconds([...visitorPids(), store.pid]);
  const operationsCpu = cpuSeconds(operations === undefined ? [] : [operations]);
  const draws = { mode: 'draw', path: '/cms-market/shake/draw', few: USERS } as const;
  const { perSecond, p99, requests, failed } = await load(service.origin, draws, seconds);
  const cpu = cpuSeconds([...visitorPids(), store.pid]) - visitorCpu;
  const ofOperations = cpuSeconds(operations === undefined ? [] : [operations]) - operationsCpu;
  return {
    perSecond,
    p99,
    failed,
    cpuMicros: (cpu / requests) * 1e6,
    operationsShare: ofOperations / seconds,
  };
}

await turn();
const alone: Turn[] = [await turn()];
const watched: Turn[] = [];
for (let round = 0; round < rounds; round++) {
  await watch();
  watched.push(await turn());
  leave();
  // The feed goes on for 15 s after the last console: that is of the turn with them.
  await pause(16_000);
  alone.push(await turn());
}

const around = (of: (turn: Turn) => number) =>
  watched.map((each, at) => of(each) / ((of(alone[at] as Turn) + of(alone[at + 1] as Turn)) / 2));
const line = (name: string, turns: readonly Turn[]) => {
  const cell = (of: (turn: Turn) => number, digits: number) => spreadText(spreadOf(turns.map(of)), digits);
  const cells = [
    cell(({ perSecond }) => perSecond, 0),
    cell(({ cpuMicros }) => cpuMicros, 0),
    cell(({ p99 }) => p99, 1),
    cell(({ operationsShare }) => operationsShare, 2),
    turns.reduce((sum, { failed }) => sum + failed, 0),
  ];
  console.log(`| ${name} | ${cells.join(' | ')} |`);
};
console.log('| | draws/s | CPU µs a draw, with Redis | p99 ms | cores of operations | failed |');
console.log('| --- | --- | --- | --- | --- | --- |');
line('nobody watches', alone);
line(`${consoles} consoles`, watched);
console.log(
  `draws/s with them, of those without: ${spreadText(spreadOf(around(({ perSecond }) => perSecond)), 3)}`,
);
console.log(
  `CPU a draw with them, of that without: ${spreadText(spreadOf(around(({ cpuMicros }) => cpuMicros)), 3)}`,
);
console.log(
  `states that the consoles got: ${states} (${(states / (rounds * consoles * seconds)).toFixed(2)} a second each)`,
);
await store.stop();
process.exit(0);
