/*
 * What a campaign needs, worked out from the measured costs in bench/costs.json:
 * `npm run scale -- [--users 50e6 --machines 30 --visitors-first-minute 2e6 … --json --write]`.
 *
 * `--help` lists all options. `--write` writes the report into docs/scale.md. Wrong options: a line, and exit code 2.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeBetween } from '../bench/write-table.ts';
import { costsOf, readCosts } from './scale/costs.ts';
import { DEFAULTS, flagOf, INPUTS, type Inputs, inputOf } from './scale/inputs.ts';
import { movedBy, RESOURCES, ranking } from './scale/levers.ts';
import { planOf } from './scale/plan.ts';
import { markdownOf, textOf } from './scale/render.ts';
import { reportOf } from './scale/report.ts';

const WRONG_USAGE = 2;
const file = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const names = Object.keys(INPUTS) as (keyof Inputs)[];

const { inputs, json, write, help } = optionsOf(process.argv.slice(2));
if (help) {
  for (const name of names)
    console.log(`${flagOf(name).padEnd(26)} ${INPUTS[name].what} (${INPUTS[name].value})`);
} else {
  const costs = costsOf(await readCosts(file('bench/costs.json')));
  const report = reportOf(inputs, costs);
  if (write) await writeBetween(file('docs/scale.md'), 'scale', markdownOf(report));
  if (json) {
    const plan = planOf(inputs, costs);
    const order = ranking(plan).map((resource) => ({
      resource,
      name: RESOURCES[resource].name,
      utilisation: plan.utilisations[resource],
      levers: movedBy(resource, plan, costs),
    }));
    console.log(JSON.stringify({ ...plan, order }, null, 2));
  } else console.log(textOf(report));
}

function optionsOf(args: readonly string[]) {
  const flags = { json: { type: 'boolean' }, write: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  const numbers = Object.fromEntries(
    names.map((name) => [flagOf(name).slice(2), { type: 'string' as const }]),
  );
  try {
    const { values } = parseArgs({ args: [...args], options: { ...numbers, ...flags } });
    const given = names.flatMap((name) => {
      const text = (values as Record<string, unknown>)[flagOf(name).slice(2)];
      return text === undefined ? [] : [[name, inputOf(name, String(text))] as const];
    });
    const wrong = given.flatMap(([, value]) => (typeof value === 'string' ? [value] : []));
    if (wrong.length > 0) throw new Error(wrong.join('; '));
    return { inputs: { ...DEFAULTS, ...Object.fromEntries(given) } as Inputs, ...values };
  } catch (error) {
    // Node adds advice in further lines.
    process.stderr.write(`${String((error as Error).message).split('\n')[0]}\n`);
    process.exit(WRONG_USAGE);
  }
}
