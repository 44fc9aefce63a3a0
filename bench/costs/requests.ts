import { readlink, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { activitiesDir } from '../../test/support/activities-dir.ts';
import { startRedis, type TestRedis } from '../../test/support/redis-server.ts';
import { drawsOfUsers, goods } from '../growth/files.ts';
import { fillAccounts } from '../growth/fill-accounts.ts';
import type { Load } from '../load.ts';
import { CLIENT_CORE, cpuSeconds, pin } from '../processes.ts';
import { floor, ours, redis, type Server } from '../servers.ts';
import { calmLoad } from './calm-load.ts';
import { bytes, type Costs, microsOfRounds } from './cost.ts';
import { filesOfVisit, typicalFile } from './visit-files.ts';

const BASE = '/cms-market';
const ROUNDS = 5;
const SECONDS = 2;
const WARM_UP_SECONDS = 3;
const FEW_USERS = 2000;
/* A process holds about 50,000 sessions and up to 100,000 accounts: at most a third of these. */
const USERS_IN_REDIS = 300_000;
const SHIPPED = fileURLToPath(new URL('../../activities', import.meta.url));

interface Probe {
  readonly name: string;
  readonly what: string;
  readonly server: Server;
  readonly load: Load;
}

/** CPU time of the service for each kind of request, and the size of a draw's line in its log. */
export async function requestCosts(say: (text: string) => void): Promise<Costs> {
  const { probes, drawing } = await start(say);
  for (const { name, server, load } of probes) {
    say(`warming up ${name}`);
    await calmLoad(server.origin, load, WARM_UP_SECONDS);
  }
  const measured = new Map<Probe, number[]>(probes.map((probe) => [probe, []]));
  let log = { bytes: 0, lines: 0 };
  for (let round = 1; round <= ROUNDS; round++) {
    for (const probe of probes) {
      say(`round ${round} of ${ROUNDS}: ${probe.name}`);
      const before = await logBytes(drawing);
      const { cpu, requests } = await measure(probe);
      measured.get(probe)?.push(cpu);
      if (probe.server === drawing && probe.load.mode === 'draw') {
        log = { bytes: log.bytes + (await logBytes(drawing)) - before, lines: log.lines + requests };
      }
    }
  }
  const costs = [...measured].map(([{ name, what }, cpu]) => [
    `service.${name}`,
    microsOfRounds(cpu, `the service’s CPU time: ${what}`),
  ]);
  return {
    ...Object.fromEntries(costs),
    'log.draw': bytes(log.bytes, log.lines, 'the log of a draw, LOG_REQUESTS=notable'),
  };
}

async function start(say: (text: string) => void): Promise<{ probes: Probe[]; drawing: Server }> {
  const shake = { ...JSON.parse(drawsOfUsers), page: { rules_text: ['每位用户每天可摇三次。'.repeat(40)] } };
  const ACTIVITIES_DIR = await activitiesDir({ small: JSON.parse(goods(14)), draw: shake });
  const open = await ours({ ACTIVITIES_DIR });
  const shipped = await ours({ ACTIVITIES_DIR: SHIPPED });
  say(`filling a Redis with ${USERS_IN_REDIS} users`);
  const filled = await startRedis({ args: ['--maxmemory-policy', 'noeviction'] });
  await fillAccounts(filled, 'draw', USERS_IN_REDIS);
  await syncAlways(filled);
  pin(filled.pid, CLIENT_CORE);
  const empty = await redis(['--appendonly', 'yes', '--appendfsync', 'always']);
  const passport = await floor('passport.ts', [], { core: CLIENT_CORE });
  const warm = await ours({ ACTIVITIES_DIR, REDIS_URL: empty.url });
  const cold = await ours({ ACTIVITIES_DIR, REDIS_URL: filled.url });
  const asking = await ours({ ACTIVITIES_DIR, REDIS_URL: empty.url, PASSPORT_URL: passport.origin });
  const same = (path: string): Load => ({ mode: 'same', path });
  const few = (path: string): Load => ({ mode: 'user', path, few: FEW_USERS });
  const many = (path: string): Load => ({ mode: 'user', path, few: USERS_IN_REDIS });
  const asset = await typicalFile(shipped.origin, await filesOfVisit(shipped.origin, '1055'));
  const [page, draw] = [`${BASE}/shake/static?activity_id=draw`, `${BASE}/shake/draw`];
  const prizes = `${BASE}/shake/prizes?activity_id=draw`;
  const probe = (name: string, what: string, server: Server, load: Load): Probe => ({
    ...{ name, what, server, load },
  });
  return {
    drawing: warm,
    probes: [
      probe('page', 'the page', open, same(`${BASE}/`)),
      probe('asset', 'a file of the page, of their mean size', shipped, same(asset)),
      probe('media', 'a picture', shipped, same(`${BASE}/media/1055/coupon-10.svg`)),
      probe('staticOpen', 'static, no login, 2.7 KB', open, same(`${BASE}/static?activity_id=small`)),
      probe('staticWarm', 'static of a user whom the process holds', warm, few(page)),
      probe('staticCold', 'static, session and account read from Redis', cold, many(page)),
      probe('staticLogin', 'static, the user asked of a passport, the session written', asking, {
        mode: 'new',
        path: page,
      }),
      probe('drawWarm', 'a draw of a user whom the process holds, Redis always', warm, {
        ...{ mode: 'draw', path: draw, few: FEW_USERS },
      }),
      probe('drawCold', 'a draw, session and account read from Redis, Redis always', cold, {
        ...{ mode: 'draw', path: draw, few: USERS_IN_REDIS },
      }),
      probe('prizes', 'the prizes, session and account read from Redis', cold, many(prizes)),
    ],
  };
}

async function measure({ server, load, name }: Probe): Promise<{ cpu: number; requests: number }> {
  const before = cpuSeconds(server.pids());
  const { requests, failed } = await calmLoad(server.origin, load, SECONDS);
  if (failed > 0) process.stderr.write(`\n${name}: ${failed} of ${requests} failed\n`);
  return { cpu: ((cpuSeconds(server.pids()) - before) * 1e6) / requests, requests };
}

async function syncAlways({ url }: TestRedis): Promise<void> {
  const client = new Redis(url);
  await client.config('SET', 'appendfsync', 'always');
  client.disconnect();
}

/* The log is the standard output of the service, which is a file. */
async function logBytes({ pids }: Server): Promise<number> {
  return (await stat(await readlink(`/proc/${pids()[0]}/fd/1`))).size;
}
