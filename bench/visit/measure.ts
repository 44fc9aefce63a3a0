import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { cpuSeconds, residentMiB } from '../processes.ts';
import type { Crowd } from './crowd.ts';
import type { Delay, Step } from './samples.ts';
import type { Subject } from './subjects.ts';

const MOST_TIMES = 5;

/** What was measured of a crowd. CPU times are microseconds a visit, shares are of one core. */
export interface Measured {
  readonly users: number;
  readonly visitsPerSecond: number;
  readonly requestsPerVisit: number;
  readonly bytesPerVisit: number;
  readonly serviceMicros: number;
  readonly nginxMicros: number;
  readonly redisMicros: number;
  /** Of the server's core: the service, and nginx if there is one. */
  readonly serverShare: number;
  readonly clientShare: number;
  readonly redisShare: number;
  readonly visit: Delay;
  readonly steps: Readonly<Record<Step, Delay>>;
  readonly serviceMiB: number;
  readonly redisMiB: number;
  readonly failures: Readonly<Record<string, number>>;
}

/** For so long; on a busy machine up to five times as long, until so many visits have ended. */
export async function measure(
  crowd: Crowd,
  subject: Subject,
  seconds: number,
  leastVisits = 0,
): Promise<Measured> {
  const { server, redis, nginxPids } = subject;
  const times = () => ({
    wall: performance.now() / 1000,
    service: cpuSeconds(server.pids()),
    nginx: cpuSeconds(nginxPids),
    redis: cpuSeconds([redis.pid]),
    client: cpuSeconds([process.pid]),
  });
  const before = times();
  const samples = crowd.measure();
  await pause(seconds * 1000);
  for (let more = 0; more < MOST_TIMES - 1 && samples.visits < leastVisits; more++)
    await pause(seconds * 1000);
  crowd.stopMeasuring();
  const after = times();
  const used = (name: keyof typeof before) => after[name] - before[name];
  const { visits } = samples;
  const micros = (name: keyof typeof before) => (used(name) / visits) * 1e6;
  return {
    users: crowd.users,
    visitsPerSecond: visits / used('wall'),
    requestsPerVisit: samples.requests / visits,
    bytesPerVisit: samples.bytesPerVisit,
    serviceMicros: micros('service'),
    nginxMicros: micros('nginx'),
    redisMicros: micros('redis'),
    serverShare: (used('service') + used('nginx')) / used('wall'),
    clientShare: used('client') / used('wall'),
    redisShare: used('redis') / used('wall'),
    visit: samples.visitDelay(),
    steps: samples.stepDelays(),
    serviceMiB: residentMiB(server.pids()),
    redisMiB: await redisMiB(redis.url),
    failures: Object.fromEntries(samples.failures),
  };
}

async function redisMiB(url: string): Promise<number> {
  const client = new Redis(url);
  try {
    const [, bytes = ''] = /^used_memory:(\d+)/m.exec(await client.info('memory')) ?? [];
    return Number(bytes) / 1024 / 1024;
  } finally {
    client.disconnect();
  }
}
