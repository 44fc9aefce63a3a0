import { fileURLToPath } from 'node:url';
import { listen } from '../adapters/koa/http/http-server.ts';
import type { Log } from '../adapters/pino/log.ts';
import type { Channel } from '../adapters/process/channel.ts';
import type { Service } from '../adapters/process/serve.ts';
import type { ReleaseOutcomes } from '../adapters/prometheus/release-outcomes.ts';
import { Disposer } from './disposer.ts';
import { watchRecordsOwner } from './records-owner.ts';
import { registerServedFiles } from './register-activities.ts';
import { registerCounter } from './register-counter.ts';
import { registerDeliveries } from './register-deliveries.ts';
import { startDrawTasks } from './register-draw-tasks.ts';
import { registerDraws } from './register-draws.ts';
import { registerHttp } from './register-http.ts';
import { registerPictures } from './register-pictures.ts';
import { registerProbes } from './register-probes.ts';
import { registerRecords } from './register-records.ts';
import { registerReleases } from './register-releases.ts';
import { registerShared } from './register-shared.ts';
import { registerTracing } from './register-tracing.ts';
import { registerVisitors } from './register-visitors.ts';
import { registerVisits } from './register-visits.ts';
import { Registry } from './registry.ts';
import { serveFirstFiles } from './serve-first-files.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/** The build puts the page beside the server. */
const PAGE_DIR = fileURLToPath(new URL('../web', import.meta.url));

/** What a process is among those that serve. */
export interface ServiceRole {
  /** Whether this process logs what all of them see alike. */
  readonly isLeader: boolean;
  /** Of a worker; `null` for a process alone. */
  readonly supervisor: Channel | null;
  /** Resolves when the publisher that started with this process has published what is new; `null`: there is none. */
  readonly published: Promise<void> | null;
}

/**
 * The parts of the service. What they open is closed by the disposer.
 * @throws Error if the activities' folder or the built page cannot be read
 */
export async function registerService(
  settings: Settings,
  log: Log,
  disposer: Disposer,
  { isLeader, supervisor }: Pick<ServiceRole, 'isLeader' | 'supervisor'>,
  pageDir = PAGE_DIR,
): Promise<Registry> {
  const registry = new Registry();
  registerShared(registry, { settings, log, disposer });
  await registerTracing(registry);
  await registerServedFiles(registry, pageDir);
  registerVisitors(registry);
  registerDraws(registry, supervisor);
  registerRecords(registry, 'visitor');
  registerVisits(registry);
  registerReleases(registry, { isLeader });
  registerPictures(registry, { isLeader });
  registerDeliveries(registry);
  registerCounter(registry);
  registerProbes(registry, { isLeader, supervisor });
  registerHttp(registry);
  return registry;
}

/**
 * Connects, loads, listens.
 * @param outcomes of the publisher that started with this process
 * @throws Error if the activities' folder or the page cannot be read, or the service cannot listen on its address
 */
export async function openService(
  settings: Settings,
  log: Log,
  role: ServiceRole,
  outcomes: ReleaseOutcomes,
): Promise<Service> {
  const disposer = new Disposer();
  try {
    const registry = await registerService(settings, log, disposer, role);
    registry.value(tokens.releaseOutcomes, outcomes);
    await Promise.all([registry.get(tokens.redis)?.settled(), registry.get(tokens.records).settled()]);
    // Made at the first start; one that cannot be read ends it, and not the first win of a code.
    registry.get(tokens.vault);
    const access = registry.get(tokens.accessFollower);
    await access.look();
    const follower = registry.get(tokens.releaseFollower);
    await follower.load(role.published);
    await serveFirstFiles((token) => registry.get(token));
    // Before it listens: it is closed after the last answer.
    registry.get(tokens.visitFlusher).start();
    const server = await listen(registry.get(tokens.app), registry.get(tokens.lifecycle), settings);
    disposer.push(() => server.drain());
    follower.start();
    access.start();
    registry.get(tokens.pictureKeeper)?.start();
    watchRecordsOwner((token) => registry.get(token));
    if (role.isLeader) startDrawTasks((token) => registry.get(token));
    return {
      host: server.host,
      port: server.port,
      configs: registry.get(tokens.configs),
      retire: () => server.retire(),
      close: () => disposer.dispose(),
    };
  } catch (error) {
    await disposer.dispose();
    throw error;
  }
}
