import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import type { TestRedis } from '../../test/support/redis-server.ts';
import { type Load, load } from '../load.ts';
import { cpuSeconds, residentMiB } from '../processes.ts';
import type { Server } from '../servers.ts';
import type { Measures, Probe } from './curve.ts';

/** How long the rounds are. */
export interface Lengths {
  readonly seconds: number;
  /** For at least this long, and until so many requests were answered; `MOST_WARM_UP_SECONDS` at most. */
  readonly warmUpSeconds: number;
  readonly warmUpRequests?: number;
}

const WARM_UP_REQUESTS = 5000;
const MOST_WARM_UP_SECONDS = 20;

/** The note of requests that were not answered with success: then Redis had no time to answer within its limit. */
export const FAILED = 'failed requests';

/** CPU time a request, in µs: of all processes of the service, and of its Redis. */
export function requestProbe(
  server: Server,
  requests: Load,
  { seconds, warmUpSeconds, warmUpRequests = WARM_UP_REQUESTS }: Lengths,
): Probe {
  const cpuNow = () => ({
    service: cpuSeconds(server.pids()),
    ...(server.redis && { Redis: cpuSeconds([server.redis.pid]) }),
  });
  let allFailed = 0;
  return {
    // By requests, not by time alone: on a busy machine the compiler has seen few of them in a second.
    warmUp: async () => {
      const until = performance.now() + 1000 * MOST_WARM_UP_SECONDS;
      for (let sent = 0; sent < warmUpRequests && performance.now() < until; ) {
        sent += (await load(server.origin, requests, warmUpSeconds)).requests;
      }
    },
    round: async () => {
      const before: Measures = cpuNow();
      const { requests: count, failed } = await load(server.origin, requests, seconds);
      const after: Measures = cpuNow();
      allFailed += failed;
      return Object.fromEntries(
        Object.entries(after).map(([name, used]) => [name, ((used - (before[name] ?? 0)) * 1e6) / count]),
      );
    },
    notes: async () => ({ 'RSS, MiB': residentMiB(server.pids()), [FAILED]: allFailed }),
  };
}

/** CPU time a call in this process, in ns. @param calls returns after it has made so many */
export function callProbe(series: Readonly<Record<string, (calls: number) => void>>): Probe {
  const calls = new Map<string, number>();
  const cpuMicroseconds = (work: () => void) => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  return {
    // Doubles the number of calls until they take long enough to be measured.
    warmUp: async () => {
      for (const [name, run] of Object.entries(series)) {
        let count = 1;
        while (cpuMicroseconds(() => run(count)) < LEAST_MICROSECONDS) count *= 2;
        calls.set(name, count);
      }
    },
    round: async () =>
      Object.fromEntries(
        Object.entries(series).map(([name, run]) => {
          const count = calls.get(name) ?? 1;
          return [name, (cpuMicroseconds(() => run(count)) * 1000) / count];
        }),
      ),
  };
}

const LEAST_MICROSECONDS = 50_000;

/** The most memory that a process has had, in MiB. */
export function peakMiB(pid: number): number {
  const [, kib = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

/** The bytes that this Redis uses for its data. */
export async function redisBytes(redis: TestRedis): Promise<number> {
  const client = new Redis(redis.url);
  try {
    const [, bytes = '0'] = /used_memory:(\d+)/.exec(await client.info('memory')) ?? [];
    return Number(bytes);
  } finally {
    client.disconnect();
  }
}

/** Ends what `ours` has started. */
export async function stop(servers: readonly Server[]): Promise<void> {
  for (const { pids } of servers) {
    const [pid] = pids();
    if (pid) process.kill(pid, 'SIGTERM');
  }
  for (const { redis } of servers) await redis?.stop();
}
