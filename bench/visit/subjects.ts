import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nginxFolder, siteFor, startNginxIn } from '../../test/support/nginx.ts';
import type { TestRedis } from '../../test/support/redis-server.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { family, pin, SERVER_CORE } from '../processes.ts';
import { floor, ours, redis, type Server } from '../servers.ts';
import { ACTIVITY } from './site.ts';

export type Route = 'direct' | 'nginx';

/** A server that is visited, directly or through nginx. */
export interface Subject {
  readonly name: string;
  readonly route: Route;
  readonly port: number;
  readonly server: Server;
  readonly redis: TestRedis;
  /** Empty without nginx. */
  readonly nginxPids: readonly number[];
}

export const OURS = 'cms-market';
export const KOA = 'plain Koa';

/** Starts the subjects whose route and name contain `only`. A server is the same for both routes. */
export async function startSubjects(only: string): Promise<Subject[]> {
  const activities = await visitedActivity();
  const start = {
    [OURS]: (url: string) => ours({ ACTIVITIES_DIR: activities, REDIS_URL: url }),
    [KOA]: (url: string) =>
      floor('koa-visit.ts', [dir('../../dist/web'), activities], { env: { REDIS_URL: url } }),
  };
  const subjects: Subject[] = [];
  for (const [name, startServer] of Object.entries(start)) {
    const routes = (['direct', 'nginx'] as const).filter((route) => `${route}: ${name}`.includes(only));
    if (routes.length === 0) continue;
    const store = await redis(['--appendonly', 'yes', '--appendfsync', 'always']);
    const server = await startServer(store.url);
    const direct = { name, server, redis: store, port: Number(new URL(server.origin).port), nginxPids: [] };
    for (const route of routes) {
      const front = route === 'nginx' ? await nginxFor(direct.port) : {};
      subjects.push({ ...direct, route, ...front });
    }
  }
  return subjects.sort((a, b) => a.route.localeCompare(b.route));
}

/* The sample, without an end and with prizes that do not run out, so that the last draw costs what the first does. */
async function visitedActivity(): Promise<string> {
  const activities = await tempDir();
  await cp(dir(`../../activities/${ACTIVITY}`), join(activities, ACTIVITY), { recursive: true });
  const file = join(activities, ACTIVITY, 'data.json');
  const { starts_at: _start, ends_at: _end, rules, ...data } = JSON.parse(await readFile(file, 'utf8'));
  for (const prize of Object.values<{ stock: number | null }>(rules.prizes)) {
    if (prize.stock !== null) prize.stock = 1_000_000_000;
  }
  await writeFile(file, JSON.stringify({ ...data, rules: { ...rules, budget: '900000000000.00' } }));
  return activities;
}

/*
 * The deployed site on the server's core, behind a balancer that ends TLS, with more connections than Debian's default:
 * every user has one.
 */
async function nginxFor(servicePort: number): Promise<Pick<Subject, 'port' | 'nginxPids'>> {
  const folder = await nginxFolder();
  const main = join(folder.dir, 'etc/nginx.conf');
  const debian = await readFile(main, 'utf8');
  await writeFile(main, debian.replace('worker_connections 768', 'worker_connections 19000'));
  const site = await siteFor(folder, servicePort);
  // The users' addresses are all of 127.0.0.0/8.
  await writeFile(
    join(folder.dir, 'etc/conf.d/cms-market.conf'),
    site.replace('127.0.0.1/32 1', '127.0.0.0/8 1'),
  );
  const { port } = await startNginxIn(folder);
  const nginxPids = family(Number(await readFile(join(folder.dir, 'nginx.pid'), 'utf8')));
  for (const pid of nginxPids) pin(pid, SERVER_CORE);
  return { port, nginxPids };
}

function dir(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
