import { answer, machines } from './answer.ts';
import type { Costs } from './costs.ts';
import { DEFAULTS, flagOf, INPUTS, type Inputs } from './inputs.ts';
import { movedBy, RESOURCES, ranking } from './levers.ts';
import { duration, exact, number, percent, size } from './numbers.ts';
import { type Plan, planOf } from './plan.ts';
import { visitorsOfDay } from './redis-load.ts';
import type { Block } from './render.ts';

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
