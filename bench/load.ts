import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CLIENT_CORE, canPin } from './processes.ts';

const LUA = fileURLToPath(new URL('./wrk.lua', import.meta.url));

export interface Load {
  readonly mode: 'same' | 'user' | 'turn' | 'new' | 'activity' | 'draw';
  /** With its query, from the root. */
  readonly path: string;
  /** How many users, or activities, there are to choose from. */
  readonly few?: number;
}

/** What wrk reports; times in milliseconds. */
export interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly requests: number;
  readonly failed: number;
}

let runs = 0;

const CONNECTIONS = 64;

/* What an answer takes a server that is not pressed. */
const CALM_ANSWER_MS = 1;

/**
 * Asks with 64 connections as fast as there are answers.
 * @param rate about so many a second instead: each connection pauses at random between its requests
 */
export async function load(
  origin: string,
  { mode, path, few = 1 }: Load,
  seconds: number,
  rate?: number,
): Promise<Round> {
  runs += 1;
  const pauseMs = rate === undefined ? 0 : Math.max(0, (1000 * CONNECTIONS) / rate - CALM_ANSWER_MS);
  const wrk = ['wrk', '-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--timeout', '10s', '-s', LUA, origin];
  const [command = '', ...args] = canPin ? ['taskset', '-c', CLIENT_CORE, ...wrk] : wrk;
  const env = {
    ...process.env,
    BENCH_MODE: mode,
    BENCH_PATH: path,
    BENCH_FEW: `${few}`,
    BENCH_TAG: `${process.pid}-${runs}`,
    BENCH_PAUSE_MS: `${pauseMs}`,
  };
  const { stdout } = await promisify(execFile)(command, args, { env });
  return JSON.parse(stdout.trim().split('\n').pop() ?? '');
}
