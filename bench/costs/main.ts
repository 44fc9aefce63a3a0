/*
 * Measures what the model of docs/scale.md reckons with: `node --import tsx bench/costs/main.ts [--only TEXT --write]`,
 * in a built tree. `--write` writes the figures into bench/costs.json, each with its command and date; figures that are
 * there and are not measured stay.
 *
 * Servers are on the first core, clients and Redis on the second. A process of the service has 8 requests at a time.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CLIENT_CORE, pin } from '../processes.ts';
import type { Costs } from './cost.ts';
import { frontCosts } from './front.ts';
import { redisCosts } from './redis.ts';
import { requestCosts } from './requests.ts';
import { wireCosts } from './wire.ts';

const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, write: { type: 'boolean', default: false } },
});
const FILE = fileURLToPath(new URL('../costs.json', import.meta.url));
const say = (text: string) => process.stderr.write(`\r\u001b[K${text}`);

const groups: Readonly<Record<string, () => Promise<Costs>>> = {
  wire: wireCosts,
  redis: () => redisCosts(say),
  front: () => frontCosts(say),
  requests: () => requestCosts(say),
};

pin(process.pid, CLIENT_CORE);
const date = new Date().toISOString().slice(0, 10);
const measured: Record<string, unknown> = {};
for (const [name, costs] of Object.entries(groups).filter(([group]) => group.includes(values.only))) {
  const source = `node --import tsx bench/costs/main.ts --only ${name}`;
  for (const [key, cost] of Object.entries(await costs())) measured[key] = { ...cost, source, date };
}
say('');
console.table(measured, ['value', 'unit', 'what']);
if (values.write) {
  const known = JSON.parse(await readFile(FILE, 'utf8').catch(() => '{}'));
  const all = Object.entries({ ...known, ...measured }).sort(([a], [b]) => (a < b ? -1 : 1));
  await writeFile(FILE, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}
process.exit();
