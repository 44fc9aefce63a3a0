import { capacityOf } from './capacity.ts';
import type { Costs } from './costs.ts';
import type { Inputs } from './inputs.ts';
import { RESOURCES, ranking } from './levers.ts';
import { exact, number, percent, size } from './numbers.ts';
import { type Plan, planOf } from './plan.ts';
import type { Block } from './render.ts';

/* The shipped files, then what costs little and helps much. */
const SCENARIOS: readonly { readonly name: string; readonly change: (inputs: Inputs) => Partial<Inputs> }[] =
  [
    { name: 'as given', change: () => ({}) },
    { name: 'with `worker_connections` and a CDN', change: advised },
    {
      name: 'and the notification over twice the time',
      change: (inputs) => ({ ...advised(inputs), spreadMinutes: inputs.spreadMinutes * 2 }),
    },
  ];
function advised({ workerConnections, cdnShare }: Inputs): Partial<Inputs> {
  return { workerConnections: Math.max(65_536, workerConnections), cdnShare: Math.max(0.95, cdnShare) };
}
const scenarios = (inputs: Inputs) => SCENARIOS.map(({ change }) => ({ ...inputs, ...change(inputs) }));
const HEADS = SCENARIOS.map(({ name }) => name);

const MACHINES = [10, 20, 30, 60];

/** Whether the machines carry it, and what it takes. */
export function answer(plan: Plan, costs: Costs): Block {
  const { inputs, traffic, redis, money: cost } = plan;
  const plans = scenarios(inputs).map((each) => planOf(each, costs));
  const row = (what: string, of: (each: Plan) => string) => [what, ...plans.map(of)];
  const minutes = inputs.spreadMinutes === 1 ? 'minute' : `${exact(inputs.spreadMinutes)} minutes`;
  const target = percent(inputs.target);
  return {
    title: 'The answer',
    sentences: [
      `${exact(inputs.visitorsFirstMinute)} visitors in the first ${minutes} are ${number(traffic.visits)} visits, ` +
        `${number(traffic.requests)} requests and ${number(traffic.draws)} draws in the busiest second. ` +
        `What ${exact(inputs.machines)} machines with ${exact(inputs.cores)} cores do:`,
      plans.map((each, index) => `- ${HEADS[index]}: ${verdict(each)}.`).join('\n'),
    ],
    rows: [
      ['', ...HEADS],
      row('machines of the service, with nginx; of these may be lost', (each) =>
        each.isTooFew
          ? 'none is left'
          : `${each.serviceMachines}; ${each.serviceMachines - each.aliveMachines}`,
      ),
      row('CPU of the machines that are left', cpuShare),
      row(`machines needed at ${target}, with Redis and PostgreSQL`, (each) => number(each.neededMachines)),
      row(
        'masters of Redis, each with a replica; their machines',
        (each) => `${each.redis.masters}; ${each.redis.machines}`,
      ),
      row('memory of all masters at the end of the day', (each) => size(each.redis.bytesInAll)),
      row('connections at once', (each) => number(each.traffic.openConnections)),
      row('sent in the busiest second', (each) => `${number(each.traffic.bitsPerSecond / 1e9)} Gbit/s`),
      row('logins a second, which the passport must carry', (each) => number(each.traffic.logins)),
      row(
        'price of the day: machines; sent bytes',
        (each) => `${number(each.money.machinesDay)}; ${number(each.money.egressDay)}`,
      ),
      row(
        'price of the month: machines; sent bytes',
        (each) => `${number(each.money.machinesMonth)}; ${number(each.money.egressMonth)}`,
      ),
    ],
    after: [
      `Redis has as many masters as keep its busiest one below ${target}${inputs.masters > 0 ? ', unless `--masters` gives their number' : ''}. ` +
        `As given, ${number(redis.drawsPerSecond)} draws a second come to the busiest master; each waits ${number(redis.fileWaitMs)} ms for the file, ` +
        `and one fsync keeps ${number(redis.drawsPerFsync)} of them. The prices are assumptions (${prices(inputs)}), in any currency; ` +
        `${number(cost.egressGbOfDay)} GB are sent on the day without a CDN, whose own price is not in them.`,
    ],
  };
}

const cpuShare = ({ isTooFew, utilisations }: Plan) => (isTooFew ? '–' : percent(utilisations.cpu));

/* How a plan goes. */
function verdict(plan: Plan): string {
  const { inputs, utilisations } = plan;
  if (plan.isTooFew) return 'too few: Redis, PostgreSQL and the machines that may be lost leave none';
  const [busiest = 'cpu', ...others] = ranking(plan);
  const use = (name: keyof typeof utilisations) => `${RESOURCES[name].name} ${percent(utilisations[name])}`;
  const broken = [busiest, ...others].filter((name) => utilisations[name] > 1);
  if (broken.length > 0) return `they break: ${broken.map(use).join('; ')}`;
  const target = `the target of ${percent(inputs.target)}`;
  if (utilisations[busiest] > inputs.target) {
    const above = [busiest, ...others].filter((name) => utilisations[name] > inputs.target);
    return `they carry it, above ${target}: ${above.map(use).join('; ')}`;
  }
  return `they carry it, below ${target}: the busiest part is ${use(busiest)}`;
}

const prices = ({ priceCoreHour, priceGbHour, priceEgressGb }: Inputs) =>
  `${priceCoreHour} a core and hour, ${priceGbHour} a GB of memory and hour, ${priceEgressGb} a GB sent`;

/** The same with other numbers of machines. */
export function machines({ inputs }: Plan, costs: Costs): Block {
  const cells = (each: Inputs) => [cpuShare(planOf(each, costs)), number(capacityOf(each, costs))];
  return {
    title: 'What more or fewer machines do',
    sentences: [
      `The CPU of the machines at ${exact(inputs.visitorsFirstMinute)} visitors (–: Redis, PostgreSQL and the machines that may be lost leave none), and how many visitors they carry at ${percent(inputs.target)}, where settings, the line and the passport allow it.`,
    ],
    rows: [
      ['machines', ...HEADS.flatMap((head) => [`${head}: CPU`, 'carry'])],
      ...MACHINES.map((count) => [`${count}`, ...scenarios({ ...inputs, machines: count }).flatMap(cells)]),
    ],
  };
}
