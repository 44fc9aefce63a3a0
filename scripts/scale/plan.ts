import type { Costs } from './costs.ts';
import type { Inputs } from './inputs.ts';
import { type RedisLoad, redisLoad, visitorsOfDay } from './redis-load.ts';
import { bytesOfVisit, type Traffic, trafficOf } from './traffic.ts';

/** What the load is of each part, with these inputs. A utilisation of 1 is all that the part can do. */
export interface Plan {
  readonly inputs: Inputs;
  readonly traffic: Traffic;
  readonly redis: RedisLoad;
  /** Machines of the service, with nginx; without those that may be lost; and how many it would take at the target. */
  readonly serviceMachines: number;
  readonly aliveMachines: number;
  /** Redis, PostgreSQL and the machines that may be lost leave none. The figures are then for one machine. */
  readonly isTooFew: boolean;
  readonly neededMachines: number;
  readonly coresInAll: number;
  readonly utilisations: Utilisations;
  readonly afterwards: Afterwards;
  readonly money: Money;
}

export interface Utilisations {
  readonly cpu: number;
  readonly connections: number;
  readonly memory: number;
  readonly network: number;
  readonly uplink: number;
  readonly passport: number;
  readonly redisRoot: number;
  readonly redisOther: number;
  readonly redisSessions: number;
  readonly redisFile: number;
  readonly redisDisk: number;
  readonly redisMemory: number;
}

/** What the archive and the logs get. The archive is a plan: the program has none yet. */
export interface Afterwards {
  readonly rowsBehind: number;
  readonly secondsBehind: number;
  readonly rowsOfDay: number;
  readonly rowBytesOfDay: number;
  readonly logBytesOfDay: number;
  readonly scrapeBytesPerSecond: number;
}

export interface Money {
  readonly machinesDay: number;
  readonly machinesMonth: number;
  readonly egressDay: number;
  readonly egressMonth: number;
  readonly egressGbOfDay: number;
}

const SCRAPE_SECONDS = 15;
/* `commandTimeout` of the service for Redis. */
const REDIS_LIMIT_MS = 200;
const HOURS = 24;
const DAYS = 30;

export function planOf(inputs: Inputs, costs: Costs): Plan {
  const traffic = trafficOf(inputs, costs);
  const redis = redisLoad(inputs, costs, traffic);
  const others = redis.machines + inputs.postgresMachines;
  const serviceMachines = Math.max(1, inputs.machines - others);
  const aliveMachines = Math.max(1, serviceMachines - inputs.spareMachines);
  const isTooFew = inputs.machines - others - inputs.spareMachines < 1;
  const coresInAll = Object.values(traffic.cores).reduce((sum, cores) => sum + cores, 0);
  const { cores, memoryGb, networkGbit } = inputs;
  const heldBytes = traffic.openConnections * costs['memory.connection'];
  // What the processes leave; a tenth at least, so that the figure stays one.
  const freeBytes = Math.max(0.1 * memoryGb * 1e9, memoryGb * 1e9 - cores * inputs.processMb * 1e6);
  const shared = {
    cpu: coresInAll / cores,
    memory: heldBytes / freeBytes,
    network: traffic.bitsPerSecond / (networkGbit * 1e9),
  };
  const needed = Math.max(...Object.values(shared)) / inputs.target;
  return {
    ...{ inputs, traffic, redis, serviceMachines, aliveMachines, isTooFew, coresInAll },
    neededMachines: Math.max(1, Math.ceil(needed)) + inputs.spareMachines + others,
    utilisations: {
      cpu: shared.cpu / aliveMachines,
      connections: traffic.openConnections / (aliveMachines * cores * inputs.workerConnections),
      memory: shared.memory / aliveMachines,
      network: shared.network / aliveMachines,
      uplink: traffic.bitsPerSecond / (inputs.uplinkGbit * 1e9),
      passport: traffic.logins / inputs.passportPerSecond,
      redisRoot: redis.rootCpu,
      redisOther: redis.otherCpu,
      redisSessions: redis.sessionsCpu,
      redisFile: redis.fileWaitMs / REDIS_LIMIT_MS,
      redisDisk: redis.fileMb / inputs.diskMb,
      redisMemory: redis.memory,
    },
    afterwards: afterwardsOf(inputs, costs, aliveMachines),
    money: moneyOf(inputs, costs),
  };
}

function afterwardsOf(inputs: Inputs, costs: Costs, machines: number): Afterwards {
  const { visitorsFirstMinute, spreadMinutes, draws, relayRows, rowBytes, cores } = inputs;
  const rowsOfDay = visitorsOfDay(inputs) * draws;
  const rowsBehind = Math.max(0, visitorsFirstMinute * draws - relayRows * spreadMinutes * 60);
  return {
    rowsBehind,
    secondsBehind: rowsBehind / relayRows,
    rowsOfDay,
    rowBytesOfDay: rowsOfDay * rowBytes,
    logBytesOfDay: rowsOfDay * costs['log.draw'],
    scrapeBytesPerSecond: (machines * cores * costs['metrics.scrape']) / SCRAPE_SECONDS,
  };
}

function moneyOf(inputs: Inputs, costs: Costs): Money {
  const { machines, cores, memoryGb, priceCoreHour, priceGbHour, priceEgressGb, campaignDays } = inputs;
  const machinesDay = machines * HOURS * (cores * priceCoreHour + memoryGb * priceGbHour);
  const egressGbOfDay = (visitorsOfDay(inputs) * bytesOfVisit(inputs, costs)) / 1e9;
  const egressDay = egressGbOfDay * priceEgressGb;
  return {
    ...{ machinesDay, machinesMonth: machinesDay * DAYS },
    ...{ egressDay, egressMonth: egressDay * campaignDays, egressGbOfDay },
  };
}
