import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CLIENT_CORE, canPin } from './processes.ts';

const LUA = fileURLToPath(new URL('./wrk.lua', import.meta.url));

export interface Load {
  readonly mode: 'same' | 'post' | 'user' | 'turn' | 'new' | 'activity' | 'draw';
  /** Path and query. */
  readonly path: string;
  /** The number of users, or of activities, to choose from. */
  readonly few?: number;
}

/** The report of wrk; times in milliseconds. */
export interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly requests: number;
  readonly failed: number;
}

let runs = 0;

const CONNECTIONS = 64;

/** Sends requests on some connections, each as soon as the answer before it has arrived. */
export async function load(
  origin: string,
  { mode, path, few = 1 }: Load,
  seconds: number,
  { connections = CONNECTIONS, header }: { connections?: number; header?: string } = {},
): Promise<Round> {
  runs += 1;
  const more = header === undefined ? [] : ['-H', header];
  const limits = [`-c${connections}`, `-d${seconds}s`, '--timeout', '10s', ...more];
  const wrk = ['wrk', '-t1', ...limits, '-s', LUA, origin];
  const [command = '', ...args] = canPin ? ['taskset', '-c', CLIENT_CORE, ...wrk] : wrk;
  const env = {
    ...process.env,
    BENCH_MODE: mode,
    BENCH_PATH: path,
    BENCH_FEW: `${few}`,
    BENCH_TAG: `${process.pid}-${runs}`,
  };
  const { stdout } = await promisify(execFile)(command, args, { env });
  return JSON.parse(stdout.trim().split('\n').pop() ?? '');
}
