/*
 * How the cost of a request grows: `npm run bench:growth [-- --only TEXT --rounds 5 --seconds 1 --json FILE --write]`.
 *
 * Costs are CPU time, which depends on other work on the machine less than requests per second do. `--write` writes the
 * table of docs/performance.md and its picture, also of an earlier run: `--read FILE`, which that run wrote.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CLIENT_CORE, pin } from '../processes.ts';
import { writeBetween } from '../write-table.ts';
import type { Group } from './curve.ts';
import { activities } from './groups/activities.ts';
import { answers } from './groups/answers.ts';
import { functions } from './groups/functions.ts';
import { held } from './groups/held.ts';
import { rules } from './groups/rules.ts';
import { users } from './groups/users.ts';
import { workers } from './groups/workers.ts';
import { growthChart } from './growth-chart.ts';
import { type GroupResult, growthTable } from './growth-table.ts';
import { measure } from './measure.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    json: { type: 'string' },
    read: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
// The client counts whole seconds.
const lengths = { seconds, warmUpSeconds: seconds + 1 };

const all: readonly Group[] = [
  activities(lengths),
  rules(lengths),
  functions(),
  users(lengths),
  held(),
  workers(lengths),
  answers(lengths),
];
const file = (path: string) => fileURLToPath(new URL(`../../docs/${path}`, import.meta.url));
const say = (text: string) => process.stderr.write(`\r\u001b[K${text}`);

// Each server is ended with this process.
process.setMaxListeners(100);
// This process starts the client, so it must not run on the server's core.
pin(process.pid, CLIENT_CORE);
const started = performance.now();
const results: GroupResult[] = values.read ? JSON.parse(await readFile(values.read, 'utf8')) : [];
for (const group of values.read ? [] : all.filter(({ name }) => name.includes(values.only))) {
  const curves = await measure(group, Number(values.rounds), say);
  results.push({ group: group.name, curves });
  if (values.json) await writeFile(values.json, JSON.stringify(results, null, 2));
}
say('');
const table = growthTable(results);
console.log(table);
console.log(`\n${Math.round((performance.now() - started) / 1000)} s in all`);
if (values.write) {
  await writeBetween(file('performance.md'), 'growth', table);
  await writeFile(file('images/growth.svg'), growthChart(results));
}
process.exit();
