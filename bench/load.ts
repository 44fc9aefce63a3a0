import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CLIENT_CORE, canPin } from './processes.ts';

const LUA = fileURLToPath(new URL('./wrk.lua', import.meta.url));

export interface Load {
  readonly mode: 'same' | 'post' | 'user' | 'turn' | 'new' | 'signed' | 'activity' | 'draw';
  /** Path and query. */
  readonly path: string;
  /** The number of users, or of activities, to choose from. */
  readonly few?: number;
  /** Of `signed`: each request takes the next one. */
  readonly tokens?: Tokens;
}

/** A file of tokens of one length, one a line. */
export interface Tokens {
  readonly file: string;
  readonly count: number;
  /** How many are used up. */
  used: number;
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
  { mode, path, few = 1, tokens }: Load,
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
    BENCH_TOKENS: tokens?.file ?? '',
    BENCH_TOKENS_USED: `${tokens?.used ?? 0}`,
  };
  const { stdout } = await promisify(execFile)(command, args, { env });
  const round: Round = JSON.parse(stdout.trim().split('\n').pop() ?? '');
  if (tokens) use(tokens, round.requests + connections);
  return round;
}

/* Those on their way at the end count as used. A token that comes twice would be no first login. */
function use(tokens: Tokens, count: number): void {
  tokens.used += count;
  if (tokens.used > tokens.count) throw new Error(`${tokens.count} signed tokens are too few`);
}
