import { capacityOf } from './capacity.ts';
import type { Costs } from './costs.ts';
import { DEFAULTS, flagOf, INPUTS, type Inputs } from './inputs.ts';
import { movedBy, RESOURCES, ranking } from './levers.ts';
import { duration, exact, number, percent, size } from './numbers.ts';
import { type Plan, planOf } from './plan.ts';
import { visitorsOfDay } from './redis-load.ts';
import type { Block } from './render.ts';

/* What costs little and helps much: two lines of nginx, and a CDN. */
export const ADVISED: Partial<Inputs> = { workerConnections: 16_384, keepaliveSeconds: 15, cdnShare: 0.95 };
const MACHINES = [10, 20, 30, 60];
/* At least the first, second and third. */
const LEAST_SHOWN = 3;

/** All that the model says, in the order of the document. */
export function reportOf(inputs: Inputs, costs: Costs): Block[] {
  const plan = planOf(inputs, costs);
  return [
    answer(plan, costs),
    machines(plan, costs),
    breaks(plan),
    ...ranking(plan)
      .filter((name, index) => index < LEAST_SHOWN || plan.utilisations[name] > inputs.target)
      .map((name, index) => levers(plan, costs, name, index + 1)),
    cpu(plan),
    afterwards(plan),
    money(plan),
    assumptions(inputs),
  ];
}

function answer(plan: Plan, costs: Costs): Block {
  const { inputs, traffic, redis, money: cost } = plan;
  const advised = planOf({ ...inputs, ...ADVISED }, costs);
  const over = (each: Plan) => ranking(each).filter((name) => each.utilisations[name] > 1);
  const verdict = (each: Plan) => {
    const broken = over(each).map((name) => `${RESOURCES[name].name}: ${percent(each.utilisations[name])}`);
    if (broken.length > 0) return `break, by ${broken.join('; ')}`;
    const [busiest = 'cpu'] = ranking(each);
    const use = `${RESOURCES[busiest].name} at ${percent(each.utilisations[busiest])}`;
    return each.utilisations[busiest] <= inputs.target
      ? `carry it at the target of ${percent(inputs.target)} (${use})`
      : `carry it, above the target of ${percent(inputs.target)}: ${use}`;
  };
  const row = (what: string, of: (each: Plan) => string) => [what, of(plan), of(advised)];
  return {
    title: 'The answer',
    sentences: [
      `${exact(inputs.visitorsFirstMinute)} visitors in the first ${inputs.spreadMinutes === 1 ? 'minute' : `${exact(inputs.spreadMinutes)} minutes`} are ${number(traffic.visits)} visits, ` +
        `${number(traffic.requests)} requests and ${number(traffic.draws)} draws in the busiest second. ` +
        `${exact(inputs.machines)} machines with ${exact(inputs.cores)} cores ${verdict(plan)}. ` +
        `With two lines of nginx and a CDN (${flagsOf(ADVISED)}) they ${verdict(advised)}.`,
    ],
    rows: [
      ['', 'as the files are shipped', 'with the CDN and nginx’ lines'],
      row('machines of the service, with nginx; of these may be lost', ({ serviceMachines, aliveMachines }) =>
        `${serviceMachines}; ${serviceMachines - aliveMachines}`,
      ),
      row('CPU of the machines that are left', ({ utilisations }) => percent(utilisations.cpu)),
      row(`machines needed at ${percent(inputs.target)}, with Redis and PostgreSQL`, ({ neededMachines }) => number(neededMachines)),
      row('masters of Redis, each with a replica; their machines', (each) =>
        `${each.redis.masters}; ${each.redis.machines}`,
      ),
      row('memory of all masters, filled at the end of the day', (each) => size(each.redis.bytesInAll)),
      row('connections at once', (each) => number(each.traffic.openConnections)),
      row('sent in the busiest second', (each) => `${number(each.traffic.bitsPerSecond / 1e9)} Gbit/s`),
      row('logins a second, which the passport must carry', (each) => number(each.traffic.logins)),
      row('price of the day: machines; sent bytes', (each) =>
        `${number(each.money.machinesDay)}; ${number(each.money.egressDay)}`,
      ),
      row('price of the month: machines; sent bytes', (each) =>
        `${number(each.money.machinesMonth)}; ${number(each.money.egressMonth)}`,
      ),
    ],
    after: [
      `Redis has as many masters as keep its busiest one below ${percent(inputs.target)}` +
        `${inputs.masters > 0 ? ', unless --masters gives their number' : ''}. ` +
        `Prices are assumptions (${money_(inputs)}), in the currency of these; ${number(cost.egressGbOfDay)} GB are sent on the day without a CDN. ` +
        `Each of ${number(redis.drawsPerSecond)} draws a second on the busiest master waits ${number(redis.fileWaitMs)} ms for the file, which keeps ${number(redis.drawsPerFsync)} of them at a time.`,
    ],
  };
}

const money_ = ({ priceCoreHour, priceGbHour, priceEgressGb }: Inputs) =>
  `${priceCoreHour} a core and hour, ${priceGbHour} a GB of memory and hour, ${priceEgressGb} a GB sent`;

const flagsOf = (change: Partial<Inputs>) =>
  Object.entries(change)
    .map(([name, value]) => `\`${flagOf(name)} ${value}\``)
    .join(', ');

function machines({ inputs }: Plan, costs: Costs): Block {
  const both = (count: number) => [{}, ADVISED].map((more) => ({ ...inputs, ...more, machines: count }));
  return {
    title: 'What more or fewer machines do',
    sentences: [
      `The first number of each column is the CPU of the machines at ${exact(inputs.visitorsFirstMinute)} visitors in the first minute; the second is how many visitors they carry at ${percent(inputs.target)}, with settings and a passport that allow it.`,
    ],
    rows: [
      ['machines', 'as the files are shipped', 'with the CDN and nginx’ lines'],
      ...MACHINES.map((count) => [
        `${count}`,
        ...both(count).map((each) => {
          const { utilisations } = planOf(each, costs);
          return `${percent(utilisations.cpu)}; ${number(capacityOf(each, costs))}`;
        }),
      ]),
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
      [`time until it has them, at ${exact(inputs.relayRows)} draws a second (a plan)`, duration(later.secondsBehind)],
      ['rows of the day in PostgreSQL, and their bytes (a plan)', `${number(later.rowsOfDay)}, ${size(later.rowBytesOfDay)}`],
      ['lines of draws in the log of the service, a second; bytes of the day', `${number(traffic.draws)}; ${size(later.logBytesOfDay)}`],
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
      [`bytes sent to ${number(visitorsOfDay(inputs))} visitors a day`, number(cost.egressDay), number(cost.egressMonth)],
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
