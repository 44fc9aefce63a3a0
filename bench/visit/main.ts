/*
 * What a whole visit costs, and how long its answers take, beside a plain Koa service with the same stores:
 * `npm run bench:visit [-- --seconds 2 --rounds 5 --think 2 --cold 0.3 --only TEXT --json FILE --write]`.
 *
 * First rounds of 256 users without thinking saturate each server in turn: the CPU time of a visit, and so the visits a
 * second that a core has time for. Then as many users who think as make 50, 70 and 90 % of that.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CLIENT_CORE, canPin, cpuSeconds, pin } from '../processes.ts';
import { writeBetween } from '../write-table.ts';
import { usersFor } from './journey.ts';
import { markdownOf, reportOf, textOf, warningsOf } from './report.ts';
import { type Result, reachedOf, resultOf } from './results.ts';
import { ACCEPT_ENCODING, calm, LOADS, saturate } from './run.ts';
import { startSubjects } from './subjects.ts';
import { busySeconds, openFilesLimit } from './system-limits.ts';
import { visitBytes } from './visit-bytes.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    think: { type: 'string', default: '2' },
    cold: { type: 'string', default: '0.3' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const say = (text: string) => process.stderr.write(`\r\u001b[K${text}`);
const options = {
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  meanThinkMs: Number(values.think) * 1000,
  coldShare: Number(values.cold),
  say,
};
if (!(options.meanThinkMs > 0))
  throw new Error('--think must be above 0: the rounds at the limit are without thinking');
const DOCUMENT = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
/* Files that a process has open beside the connections, at most. */
const OTHER_FILES = 200;

// The users are in this process.
pin(process.pid, CLIENT_CORE);
say('starting the servers');
const began = performance.now();
const subjects = await startSubjects(values.only);
if (subjects.length === 0) throw new Error(`nothing to measure has "${values.only}" in its name`);
const sizes: Result['bytes'][] = [];
for (const subject of subjects) {
  const compressed = await visitBytes(subject, ACCEPT_ENCODING);
  sizes.push({ compressed, plain: await visitBytes(subject, 'identity') });
}
const before = { at: performance.now(), all: busySeconds(), own: ownSeconds() };
const rounds = await saturate(subjects, options);
const limits = new Map(subjects.map((subject) => [subject, reachedOf(rounds.get(subject) ?? [])]));
checkOpenFiles(usersFor(Math.max(...LOADS) * Math.max(...limits.values()), options.meanThinkMs));
const points = await calm(limits, options);
const seconds = (performance.now() - before.at) / 1000;
const othersShare = (busySeconds() - before.all - (ownSeconds() - before.own)) / seconds / 2;
say('');

const results = subjects.map((subject, at) =>
  resultOf(subject, rounds, points.get(subject) ?? [], sizes[at] as Result['bytes']),
);
const report = reportOf(results, options.coldShare, [
  canPin ? 'Service and nginx on one core, users and Redis on the other' : 'Not pinned to cores',
  `${options.rounds} rounds of ${options.seconds} s: median (lowest–highest)`,
  `${options.coldShare * 100} % of the users with an empty cache, ${values.think} s of thinking`,
  `other programs used ${Math.max(0, Math.round(othersShare * 100))} % of both cores`,
]);
console.log(textOf(report));
console.log(`${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
if (values.json)
  await writeFile(values.json, `${JSON.stringify({ options, othersShare, results }, null, 2)}\n`);
if (values.write) await writeBetween(DOCUMENT, 'visit', markdownOf(report));
for (const warning of warningsOf(results, othersShare)) console.error(warning);
process.exit(results.some(({ failed }) => failed > 0) ? 1 : 0);

/** CPU time of all that is measured and of the users. */
function ownSeconds(): number {
  const pids = subjects.flatMap(({ server, redis, nginxPids }) => [
    ...server.pids(),
    redis.pid,
    ...nginxPids,
  ]);
  return cpuSeconds([...new Set([process.pid, ...pids])]);
}

function checkOpenFiles(users: number): void {
  if (users + OTHER_FILES <= openFilesLimit()) return;
  throw new Error(`${users} users need as many open files: raise the limit (ulimit -n), or shorten --think`);
}
