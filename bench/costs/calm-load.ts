import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Load, Round } from '../load.ts';
import { CLIENT_CORE, canPin } from '../processes.ts';

const LUA = fileURLToPath(new URL('../wrk.lua', import.meta.url));

/*
 * As many requests wait in one process at a time if it works at about 60 % of its limit. With more of them, draws go to
 * Redis in larger batches, and each costs less than it does then.
 */
export const AT_ONCE = 8;

const BROWSER = ['-H', 'Accept-Encoding: gzip, deflate, br'];

let runs = 0;

/** Sends requests on 8 connections, each as soon as the answer before it has arrived. */
export async function calmLoad(
  origin: string,
  { mode, path, few = 1 }: Load,
  seconds: number,
): Promise<Round> {
  runs += 1;
  const wrk = [
    'wrk',
    '-t1',
    `-c${AT_ONCE}`,
    `-d${seconds}s`,
    '--timeout',
    '10s',
    ...BROWSER,
    '-s',
    LUA,
    origin,
  ];
  const [command = '', ...args] = canPin ? ['taskset', '-c', CLIENT_CORE, ...wrk] : wrk;
  const env = {
    ...process.env,
    BENCH_MODE: mode,
    BENCH_PATH: path,
    BENCH_FEW: `${few}`,
    BENCH_TAG: `costs-${process.pid}-${runs}`,
  };
  const { stdout } = await promisify(execFile)(command, args, { env });
  return JSON.parse(stdout.trim().split('\n').pop() ?? '');
}
