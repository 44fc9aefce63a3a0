import { createApp } from '../adapters/koa/http/app.ts';
import { listen } from '../adapters/koa/http/http-server.ts';
import { probeRoutes } from '../adapters/koa/probes/probe-routes.ts';
import type { Log } from '../adapters/pino/log.ts';
import type { Operations } from '../adapters/process/serve.ts';
import { Disposer } from './disposer.ts';
import { startCodeTasks } from './register-code-tasks.ts';
import { registerOperationsProbes } from './register-probes.ts';
import { registerRecords } from './register-records.ts';
import { startRelay } from './register-relay.ts';
import { registerShared } from './register-shared.ts';
import { registerWebhooks } from './register-webhooks.ts';
import { type Get, Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/** The parts of the operations side. What they open is closed by the disposer. */
function registerOperations(settings: Settings, log: Log, disposer: Disposer): Registry {
  const registry = new Registry();
  registerShared(registry, { settings, log, disposer });
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
    const registry = registerOperations(settings, log, disposer);
    const get: Get = (token) => registry.get(token);
    const port = listens ? await listenForProbes(get) : null;
    await get(tokens.records).settled();
    get(tokens.vault);
    startRelay(get);
    startCodeTasks(get);
    // Before, there is nothing to read, and nothing to report.
    void get(tokens.records)
      .ready()
      .then(() => get(tokens.webhooks)?.start());
    return { port, close: () => disposer.dispose() };
  } catch (error) {
    await disposer.dispose();
    throw error;
  }
}

async function listenForProbes(get: Get): Promise<number> {
  const settings = get(tokens.settings);
  const app = createApp({
    routes: probeRoutes({
      lifecycle: get(tokens.lifecycle),
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
  const server = await listen(app, get(tokens.lifecycle), settings);
  get(tokens.disposer).push(() => server.drain());
  return server.port;
}
