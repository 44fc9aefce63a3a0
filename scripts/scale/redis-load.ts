import type { Costs } from './costs.ts';
import type { Inputs } from './inputs.ts';
import type { Traffic } from './traffic.ts';

export interface RedisLoad {
  readonly masters: number;
  readonly machines: number;
  /** Of its core, which one master uses: that with the root of the activity, and another. */
  readonly rootCpu: number;
  readonly otherCpu: number;
  /** Of a master for sessions alone; 0 if there is none. */
  readonly sessionsCpu: number;
  /** Draws a second on the busiest master, and how many of them one fsync keeps. */
  readonly drawsPerSecond: number;
  readonly drawsPerFsync: number;
  /** How long a draw waits for the file; infinite if the master cannot keep up. */
  readonly fileWaitMs: number;
  readonly bytesInAll: number;
  /** Of the memory that a master may fill. */
  readonly memory: number;
  /** MB a second that a machine writes. */
  readonly fileMb: number;
}

const MOST_MASTERS = 64;

/** With so many masters as are given, or as few as stay below the target. */
export function redisLoad(inputs: Inputs, costs: Costs, traffic: Traffic): RedisLoad {
  if (inputs.masters > 0) return loadOf(inputs.masters, inputs, costs, traffic);
  for (let masters = 1; masters < MOST_MASTERS; masters++) {
    const load = loadOf(masters, inputs, costs, traffic);
    if (load.rootCpu <= inputs.target && load.memory <= inputs.target) return load;
  }
  return loadOf(MOST_MASTERS, inputs, costs, traffic);
}

function loadOf(masters: number, inputs: Inputs, costs: Costs, { visits, draws }: Traffic): RedisLoad {
  const { loginShare, prizeLooks, segments, rootCalls, sessionMasters, redisPerMachine, fsyncMs } = inputs;
  const sessionsApart = sessionMasters > 0;
  const sessionCalls = 1 + inputs.draws + prizeLooks;
  const sessions =
    visits * (sessionCalls * costs['redis.sessionGet'] + loginShare * costs['redis.sessionPut']);
  const firstDraws = visits * Math.min(1, inputs.draws);
  const accounts =
    visits * (1 + prizeLooks) * costs['redis.read'] +
    firstDraws * costs['redis.draw'] +
    (draws - firstDraws) * costs['redis.drawKnown'];
  const root = segments > 1 ? draws * rootCalls * costs['redis.draw'] : 0;
  // The busiest master has a segment more than others if they do not divide evenly.
  const busiestShare = Math.ceil(segments / masters) / segments;
  const otherCpu = (accounts * busiestShare + (sessionsApart ? 0 : sessions / masters)) / 1e6;
  const rootCpu = otherCpu + root / 1e6;
  const drawsPerSecond = draws * busiestShare;
  // While the file is written, draws gather that the next write keeps: a turn takes one fsync, and the work of its draws.
  const turnMs = rootCpu < 1 ? fsyncMs / (1 - rootCpu) : Number.POSITIVE_INFINITY;
  const bytesInAll = heldBytes(inputs, costs);
  const fileBytes =
    draws * busiestShare * costs['file.draw'] + ((visits * loginShare) / masters) * costs['file.session'];
  return {
    masters: masters + sessionMasters,
    machines: Math.ceil(((masters + sessionMasters) * 2) / redisPerMachine),
    rootCpu,
    otherCpu,
    sessionsCpu: sessionsApart ? sessions / sessionMasters / 1e6 : 0,
    drawsPerSecond,
    drawsPerFsync: (drawsPerSecond * turnMs) / 1000,
    // It comes in the middle of a turn on average, and is kept by the next one.
    fileWaitMs: 1.5 * turnMs,
    bytesInAll,
    // A copy of the memory can be as large as it is, while the file is rewritten.
    memory: (bytesInAll * busiestShare * 2 * redisPerMachine) / (inputs.memoryGb * 1e9),
    fileMb: (fileBytes * redisPerMachine) / 1e6,
  };
}

function heldBytes(inputs: Inputs, costs: Costs): number {
  const { users, activeShare, draws } = inputs;
  const visitors = visitorsOfDay(inputs);
  const first = Math.min(1, draws) * costs['memory.firstDraw'];
  const further = Math.max(0, draws - 1) * costs['memory.nextDraw'];
  return Math.max(users * activeShare, visitors) * costs['memory.session'] + visitors * (first + further);
}

export function visitorsOfDay({ visitorsDay, visitorsFirstMinute }: Inputs): number {
  return Math.max(visitorsDay, visitorsFirstMinute);
}
