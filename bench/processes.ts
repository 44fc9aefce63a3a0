import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/* Linux reports CPU time in this unit, independent of the kernel's tick. */
const TICKS_PER_SECOND = 100;

/** With `taskset`, the server runs on one core, and the client and Redis share the other. */
export const SERVER_CORE = '0';
export const CLIENT_CORE = '1';
export const BOTH_CORES = '0,1';

export const canPin = availableParallelism() >= 2 && isThere('taskset');

export function pin(pid: number, core: string): void {
  if (canPin) execFileSync('taskset', ['-a', '-p', '-c', core, `${pid}`], { stdio: 'ignore' });
}

/** A process and its children. */
export function family(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(family)];
}

/** CPU time that these processes have used, in seconds; 0 if the system does not report it. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    // Fields are counted after the name in brackets, which may contain spaces: utime and stime are the 12th and 13th.
    const fields = read(`/proc/${pid}/stat`).split(') ').pop()?.split(' ') ?? [];
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
  }, 0);
}

/** Resident memory of these processes, in MiB; 0 if the system does not report it. */
export function residentMiB(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const [, kib = '0'] = /VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`)) ?? [];
    return sum + Number(kib) / 1024;
  }, 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isThere(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
