import { expect } from 'chai';
import fc from 'fast-check';
import { capacityOf } from '../../scripts/scale/capacity.ts';
import { type Costs, costsOf, readCosts } from '../../scripts/scale/costs.ts';
import { DEFAULTS, flagOf, INPUTS, type Input, type Inputs, inputOf } from '../../scripts/scale/inputs.ts';
import { movedBy, RESOURCES, ranking } from '../../scripts/scale/levers.ts';
import { planOf, type Utilisations } from '../../scripts/scale/plan.ts';
import { textOf } from '../../scripts/scale/render.ts';
import { reportOf } from '../../scripts/scale/report.ts';

const COSTS = new URL('../../bench/costs.json', import.meta.url).pathname;

/* Where the number of masters is given, more load is never spread over more of them. */
const fixed: Inputs = { ...DEFAULTS, masters: 16 };
const names = Object.keys(INPUTS) as (keyof Inputs)[];

/* What can only raise a utilisation, and what can only lower it. More cores have more processes, which need memory. */
const LOADS: readonly (keyof Inputs)[] = [
  'users',
  'visitorsFirstMinute',
  'visitorsDay',
  'peakFactor',
  'draws',
  'prizeLooks',
  'pictures',
  'coldShare',
  'loginShare',
  'activeShare',
  'connections',
  'visitSeconds',
  'keepaliveSeconds',
  'tlsShare',
  'rsaShare',
  'spareMachines',
  'postgresMachines',
  'rootCalls',
  'fsyncMs',
  'processMb',
];
const MEANS: readonly (keyof Inputs)[] = [
  'spreadMinutes',
  'cdnShare',
  'nginxCacheShare',
  'passportPerSecond',
  'resumedShare',
  'machines',
  'networkGbit',
  'uplinkGbit',
  'diskMb',
  'workerConnections',
];

/** Inputs in the range of campaigns that one could have. */
const campaigns: fc.Arbitrary<Inputs> = fc.record({
  ...(Object.fromEntries(names.map((name) => [name, fc.constant(fixed[name])])) as {
    [name in keyof Inputs]: fc.Arbitrary<number>;
  }),
  visitorsFirstMinute: fc.integer({ min: 0, max: 20_000_000 }),
  draws: fc.double({ min: 0, max: 20, noNaN: true }),
  loginShare: fc.double({ min: 0, max: 1, noNaN: true }),
  cdnShare: fc.double({ min: 0, max: 1, noNaN: true }),
  machines: fc.integer({ min: 1, max: 200 }),
  segments: fc.integer({ min: 1, max: 64 }),
  masters: fc.integer({ min: 1, max: 64 }),
});

const factors = fc.double({ min: 1, max: 3, noNaN: true });

/** Within the limits of the option. */
function grown(inputs: Inputs, name: keyof Inputs, factor: number): Inputs {
  const { max, isWhole }: Input = INPUTS[name];
  const value = inputs[name] * factor;
  return { ...inputs, [name]: Math.min(max, isWhole ? Math.ceil(value) : value) };
}

describe('the model of a campaign', () => {
  let costs: Costs;
  before(async () => {
    costs = costsOf(await readCosts(COSTS));
  });

  it('needs twice of what arrives for twice the visitors', () => {
    const [one, two] = [2e6, 4e6].map((visitorsFirstMinute) =>
      planOf({ ...fixed, visitorsFirstMinute }, costs),
    );
    for (const name of ['visits', 'requests', 'draws', 'logins', 'handshakes', 'bitsPerSecond'] as const) {
      expect(two?.traffic[name], name).to.be.closeTo(2 * (one?.traffic[name] ?? 0), 1e-3);
    }
    for (const name of ['cpu', 'uplink', 'passport', 'redisRoot', 'redisOther'] as const) {
      expect(two?.utilisations[name], name).to.be.closeTo(2 * (one?.utilisations[name] ?? 0), 1e-9);
    }
  });

  it('finds no load of draws without draws', () => {
    const { traffic, redis, afterwards } = planOf({ ...fixed, draws: 0 }, costs);
    expect([traffic.draws, traffic.cores.draws, redis.drawsPerSecond, redis.drawsPerFsync]).to.deep.equal([
      0, 0, 0, 0,
    ]);
    expect([afterwards.rowsOfDay, afterwards.rowsBehind, afterwards.logBytesOfDay]).to.deep.equal([0, 0, 0]);
    expect(redis.rootCpu).to.equal(redis.otherCpu);
  });

  it('finds no load at all without visitors', () => {
    const { utilisations } = planOf({ ...fixed, visitorsFirstMinute: 0, visitorsDay: 0, users: 0 }, costs);
    const { redisFile, ...others } = utilisations;
    expect(Object.values(others).every((value) => value === 0)).to.equal(true);
    // An fsync that is under way, and the next one.
    expect(redisFile).to.be.closeTo((1.5 * fixed.fsyncMs) / 200, 1e-9);
  });

  it('finds no lower utilisation for more load, and no higher one for more means', () => {
    fc.assert(
      fc.property(campaigns, fc.constantFrom(...LOADS, ...MEANS), factors, (inputs, name, factor) => {
        const before = planOf(inputs, costs).utilisations;
        const after = planOf(grown(inputs, name, factor), costs).utilisations;
        const [less, more] = LOADS.includes(name) ? [before, after] : [after, before];
        for (const part of Object.keys(less) as (keyof Utilisations)[]) {
          expect(more[part], `${name}: ${part}`).to.be.at.least(less[part] * (1 - 1e-12));
        }
      }),
    );
  });

  it('spreads draws over the masters by whole segments', () => {
    const other = (change: Partial<Inputs>) => planOf({ ...fixed, ...change }, costs).redis.drawsPerSecond;
    const all = planOf(fixed, costs).traffic.draws;
    expect(other({ segments: 1, masters: 16 })).to.be.closeTo(all, 1e-6);
    expect(other({ segments: 64, masters: 16 })).to.be.closeTo(all / 16, 1e-6);
    // Two segments on some of the 48.
    expect(other({ segments: 64, masters: 48 })).to.be.closeTo(all / 32, 1e-6);
  });

  it('takes as many masters as keep the busiest one below the target', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000_000 }), (visitorsFirstMinute) => {
        const { redis, inputs } = planOf({ ...DEFAULTS, visitorsFirstMinute }, costs);
        if (redis.masters < 64) expect(redis.rootCpu).to.be.at.most(inputs.target);
        if (redis.masters > 1) {
          const fewer = planOf({ ...inputs, masters: redis.masters - 1 }, costs).redis;
          expect(Math.max(fewer.rootCpu, fewer.memory)).to.be.above(inputs.target);
        }
      }),
    );
  });

  it('says of a master that cannot keep up that draws wait without end', () => {
    const { redis } = planOf({ ...fixed, segments: 1, visitorsFirstMinute: 20e6 }, costs);
    expect(redis.rootCpu).to.be.above(1);
    expect(redis.fileWaitMs).to.equal(Number.POSITIVE_INFINITY);
  });

  it('needs the machines that it says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 5_000_000 }), (visitorsFirstMinute) => {
        const given = { ...DEFAULTS, visitorsFirstMinute };
        const { neededMachines } = planOf(given, costs);
        const busiest = (machines: number) => {
          const { isTooFew, utilisations: all } = planOf({ ...given, machines }, costs);
          return isTooFew ? Number.POSITIVE_INFINITY : Math.max(all.cpu, all.memory, all.network);
        };
        expect(busiest(neededMachines)).to.be.at.most(given.target);
        expect(busiest(neededMachines - 1)).to.be.above(given.target);
      }),
    );
  });

  it('carries what it says, and no more', () => {
    const visitors = capacityOf(DEFAULTS, costs);
    const parts = ({ utilisations: all }: ReturnType<typeof planOf>) =>
      Math.max(all.cpu, all.memory, all.network, all.redisRoot, all.redisMemory);
    expect(visitors).to.be.above(0);
    expect(parts(planOf({ ...DEFAULTS, visitorsFirstMinute: visitors }, costs))).to.be.at.most(0.6);
    expect(capacityOf({ ...DEFAULTS, machines: 60 }, costs)).to.be.above(visitors);
    expect(capacityOf({ ...DEFAULTS, machines: 1 }, costs)).to.equal(0);
  });

  it('orders the parts by utilisation, and finds by the model what a lever moves', () => {
    const plan = planOf(fixed, costs);
    const order = ranking(plan);
    const values = order.map((name) => plan.utilisations[name]);
    expect(values).to.deep.equal([...values].sort((a, b) => b - a));
    for (const resource of order) {
      for (const { change, utilisation } of movedBy(resource, plan, costs)) {
        expect(utilisation).to.equal(planOf({ ...fixed, ...change }, costs).utilisations[resource]);
      }
    }
  });

  it('has a lever for each part, of options that there are', () => {
    for (const { levers } of Object.values(RESOURCES)) {
      expect(levers.length).to.be.at.least(1);
      for (const { change } of levers) {
        for (const [name, value] of Object.entries(change)) {
          expect(inputOf(name as keyof Inputs, `${value}`), flagOf(name)).to.equal(value);
        }
      }
    }
  });

  it('writes a report of any campaign', () => {
    fc.assert(
      fc.property(campaigns, (inputs) => {
        expect(textOf(reportOf(inputs, costs))).to.not.match(/NaN|undefined|Infinity/);
      }),
      { numRuns: 20 },
    );
  });
});

describe('bench/costs.json', () => {
  it('says of each figure which command measured it, and when', async () => {
    for (const [name, { value, source, date }] of Object.entries(await readCosts(COSTS))) {
      expect(value, name).to.be.a('number').at.least(0);
      expect(source, name).to.match(/^node --import tsx bench\//);
      expect(date, name).to.match(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it('is refused with a figure that is missing', async () => {
    const { 'tls.ecdsa': _, ...others } = await readCosts(COSTS);
    expect(() => costsOf(others)).to.throw('bench/costs.json has no cost of tls.ecdsa');
  });
});
