import { capacityOf } from './capacity.ts';
import type { Costs } from './costs.ts';
import { DEFAULTS, flagOf, INPUTS, type Inputs } from './inputs.ts';
import { movedBy, RESOURCES, ranking } from './levers.ts';
import { duration, exact, number, percent, size } from './numbers.ts';
import { type Plan, planOf } from './plan.ts';
import { visitorsOfDay } from './redis-load.ts';
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
/* At least the first, second and third, and what is above half of the target. */
const LEAST_SHOWN = 3;

/** All that the model says, in the order of the document. */
export function reportOf(inputs: Inputs, costs: Costs): Block[] {
  const plan = planOf(inputs, costs);
  return [
    answer(plan, costs),
    machines(plan, costs),
    breaks(plan),
    ...ranking(plan)
      .filter((name, index) => index < LEAST_SHOWN || plan.utilisations[name] > inputs.target / 2)
      .map((name, index) => levers(plan, costs, name, index + 1)),
    cpu(plan),
    afterwards(plan),
    money(plan),
    assumptions(inputs),
  ];
}

function answer(plan: Plan, costs: Costs): Block {
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

function machines({ inputs }: Plan, costs: Costs): Block {
  const cell = (each: Inputs) => `${cpuShare(planOf(each, costs))}; ${number(capacityOf(each, costs))}`;
  return {
    title: 'What more or fewer machines do',
    sentences: [
      `First the CPU of the machines at ${exact(inputs.visitorsFirstMinute)} visitors (–: Redis alone needs them all); then how many visitors these machines carry at ${percent(inputs.target)}, where settings, the line and the passport allow it.`,
    ],
    rows: [
      ['machines', ...HEADS],
      ...MACHINES.map((count) => [`${count}`, ...scenarios({ ...inputs, machines: count }).map(cell)]),
    ],
  };
}

function breaks(plan: Plan): Block {
  const { inputs } = plan;
  return {
    title: 'What breaks first, second, third',
    sentences: [
      `In the busiest second, with ${inputs.spareMachines} machines lost. Above 100 % it breaks; above ${percent(inputs.target)} answers wait longer and longer: at 90 %, four times as long as at 60 % (a queue with one server: 1 / (1 − utilisation)).`,
    ],
    rows: [
      ['', 'part', 'utilisation'],
      ...ranking(plan).map((name, index) => [
        `${index + 1}`,
        RESOURCES[name].name,
        percent(plan.utilisations[name]),
      ]),
    ],
  };
}

function levers(plan: Plan, costs: Costs, name: keyof typeof RESOURCES, place: number): Block {
  const now = plan.utilisations[name];
  return {
    title: `${place}. ${RESOURCES[name].name}: ${percent(now)}`,
    isInner: true,
    rows: [
      ['what moves it', 'options', 'utilisation with it'],
      ...movedBy(name, plan, costs).map(({ what, flags, utilisation }) => [
        what,
        `\`${flags}\``,
        percent(utilisation),
      ]),
    ],
  };
}

function cpu({ traffic, coresInAll, aliveMachines, inputs }: Plan): Block {
  return {
    title: 'Where the CPU time goes',
    sentences: [
      `Cores in use in the busiest second, of ${number(aliveMachines * inputs.cores)} in ${aliveMachines} machines.`,
    ],
    rows: [
      ['', 'cores', 'share'],
      ...Object.entries(traffic.cores).map(([part, cores]) => [
        part,
        number(cores),
        percent(coresInAll > 0 ? cores / coresInAll : 0),
      ]),
      ['all', number(coresInAll), percent(1)],
    ],
  };
}

function afterwards({ inputs, afterwards: later, traffic, redis }: Plan): Block {
  return {
    title: 'After the first minute',
    rows: [
      ['', ''],
      ['draws in the log that the archive does not have yet (a plan)', number(later.rowsBehind)],
      [
        `time until it has them, at ${exact(inputs.relayRows)} draws a second (a plan)`,
        duration(later.secondsBehind),
      ],
      [
        'rows of the day in PostgreSQL, and their bytes (a plan)',
        `${number(later.rowsOfDay)}, ${size(later.rowBytesOfDay)}`,
      ],
      [
        'lines of draws in the log of the service, a second; bytes of the day',
        `${number(traffic.draws)}; ${size(later.logBytesOfDay)}`,
      ],
      ['metrics, a second, if all processes are scraped every 15 s', size(later.scrapeBytesPerSecond)],
      ['file of Redis, a second and machine', `${number(redis.fileMb)} MB`],
    ],
  };
}

function money(plan: Plan): Block {
  const { inputs, money: cost } = plan;
  return {
    title: 'Money',
    rows: [
      ['', 'day of the campaign', 'month'],
      [`${exact(inputs.machines)} machines`, number(cost.machinesDay), number(cost.machinesMonth)],
      [
        `bytes sent to ${number(visitorsOfDay(inputs))} visitors a day`,
        number(cost.egressDay),
        number(cost.egressMonth),
      ],
      ['together', number(cost.machinesDay + cost.egressDay), number(cost.machinesMonth + cost.egressMonth)],
    ],
  };
}

function assumptions(inputs: Inputs): Block {
  return {
    title: 'Options',
    rows: [
      ['option', 'here', 'meaning'],
      ...(Object.keys(DEFAULTS) as (keyof Inputs)[]).map((name) => [
        `\`${flagOf(name)}\``,
        exact(inputs[name]),
        INPUTS[name].what,
      ]),
    ],
  };
}
