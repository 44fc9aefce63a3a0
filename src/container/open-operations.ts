import { createApp } from '../adapters/koa/http/app.ts';
import { type ListeningServer, listen } from '../adapters/koa/http/http-server.ts';
import { probeRoutes } from '../adapters/koa/probes/probe-routes.ts';
import type { Log } from '../adapters/pino/log.ts';
import { isOperationsProcess } from '../adapters/process/operations-process.ts';
import { reportOutcome } from '../adapters/process/release-outcome.ts';
import type { Operations } from '../adapters/process/serve.ts';
import { endedWithin } from '../application/shared/ended-within.ts';
import { Disposer } from './disposer.ts';
import { startAccessUpkeep } from './register-access.ts';
import { startCodeTasks } from './register-code-tasks.ts';
import { registerOperationsProbes } from './register-probes.ts';
import { publisherOf } from './register-publisher.ts';
import { registerRecords } from './register-records.ts';
import { startRelay } from './register-relay.ts';
import { registerShared } from './register-shared.ts';
import { registerTracing } from './register-tracing.ts';
import { startTrailUpkeep } from './register-trail.ts';
import { startVisitUpkeep } from './register-visits.ts';
import { registerWebhooks } from './register-webhooks.ts';
import { type Get, Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/* A store that is there answers by then. One that hangs must not keep the process from ending: it obeys when it has begun. */
const FIRST_ANSWER_MS = 2000;

/** The parts of the operations side. What they open is closed by the disposer. */
async function registerOperations(settings: Settings, log: Log, disposer: Disposer): Promise<Registry> {
  const registry = new Registry();
  registerShared(registry, { settings, log, disposer });
  await registerTracing(registry);
  // Where another process has started this one, that one exports them.
  if (isOperationsProcess()) registry.value(tokens.releaseTelemetry, { releaseSettled: reportOutcome });
  registerRecords(registry, 'operations');
  registerWebhooks(registry);
  registerOperationsProbes(registry);
  return registry;
}

/**
 * Connects, and begins what is done beside the visitors.
 * @throws Error if it cannot listen on its address
 */
export async function openOperations(
  settings: Settings,
  log: Log,
  { listens }: { readonly listens: boolean },
): Promise<Operations> {
  const disposer = new Disposer();
  try {
    const registry = await registerOperations(settings, log, disposer);
    const get: Get = (token) => registry.get(token);
    // Before it listens: keys that cannot be read end the start.
    get(tokens.vault);
    const server = listens ? await listenForProbes(get) : null;
    await endedWithin(FIRST_ANSWER_MS, get(tokens.records).settled());
    const publisher = publisherOf(get);
    const published = publisher.start();
    const relay = startRelay(get);
    startCodeTasks(get);
    startVisitUpkeep(get);
    startTrailUpkeep(get);
    startAccessUpkeep(get);
    // Before, there is nothing to read, and nothing to report.
    void get(tokens.records)
      .ready()
      .then(() => get(tokens.webhooks)?.start());
    const console = await openConsoleIfAny(get);
    const close = async () => {
      try {
        // At the same time: each may take seconds where a store hangs, and the process has 9.8 s to end.
        await Promise.all([
          server?.drain(),
          console?.close(),
          relay.close(),
          publisher.close(),
          get(tokens.webhooks)?.close(),
        ]);
      } finally {
        await disposer.dispose();
      }
    };
    return { port: server?.port ?? null, published, close };
  } catch (error) {
    await disposer.dispose();
    throw error;
  }
}

/* Its modules are many, and processes of visitors have the same program. */
async function openConsoleIfAny(get: Get) {
  const { console: place } = get(tokens.settings);
  if (!place) return null;
  const { openConsole } = await import('./open-console.ts');
  return openConsole(get, place);
}

function listenForProbes(get: Get): Promise<ListeningServer> {
  const settings = get(tokens.settings);
  const app = createApp({
    routes: probeRoutes({
      lifecycle: get(tokens.lifecycle),
      isLoaded: () => true,
      healthChecks: get(tokens.healthChecks),
      metrics: get(tokens.metricsPage),
    }),
    basePath: settings.basePath,
    cookie: { trustsPeer: () => false },
    clock: get(tokens.clock),
    identifiers: get(tokens.identifiers),
    errorReporter: get(tokens.errorReporter),
    lifecycle: get(tokens.lifecycle),
    observe: () => {},
    clientAddress: (request) => request.socket.remoteAddress ?? '',
  });
  return listen(app, get(tokens.lifecycle), settings);
}
