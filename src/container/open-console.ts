import { fileURLToPath } from 'node:url';
import proxyAddr from 'proxy-addr';
import { BuiltConsoleFiles } from '../adapters/filesystem/built-console-files.ts';
import { createConsoleApp, type PreviewListener } from '../adapters/koa/console/console-app.ts';
import type { ConsoleHandlerDependencies } from '../adapters/koa/console/console-handler.ts';
import type { ConsoleRoute } from '../adapters/koa/console/console-route.ts';
import { type ListeningServer, listen } from '../adapters/koa/http/http-server.ts';
import type { AppListener } from '../adapters/koa/http/in-short-turns.ts';
import { flushed } from '../adapters/pino/log.ts';
import type { Links } from '../application/operators/links.ts';
import { clientAddress, peerTrust } from './client-address.ts';
import { consoleAccess } from './console-access.ts';
import { consoleAnalysis } from './console-analysis.ts';
import { consoleCodes } from './console-codes.ts';
import { consoleOperators } from './console-operators.ts';
import { consolePeople } from './console-people.ts';
import { consolePreviews } from './console-previews.ts';
import { consoleReleases } from './console-releases.ts';
import { introduceConsole } from './introduce-console.ts';
import type { Get } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

const CONSOLE = fileURLToPath(new URL('../console', import.meta.url));

/* A port that another program holds is free again when that one has ended. */
const LISTEN_AGAIN_MS = 5000;

/* Of the process: what the end of a connection of a browser waits for. */
const DRAIN_DELAY_MS = 0;

/** The console, as it is served once it listens. */
interface ComposedConsole {
  readonly app: AppListener;
  readonly links: Links;
}

/** What the parts of the console bring. */
interface ConsoleParts extends Pick<ConsoleHandlerDependencies, 'identity' | 'trail' | 'begun'> {
  /** For the link that makes the first account. */
  readonly links: Links;
  readonly routes: readonly ConsoleRoute[];
  readonly preview: PreviewListener;
}

export interface Console {
  close(): Promise<void>;
}

type Place = NonNullable<Settings['console']>;

/**
 * Serves the console beside what else the operations side does: where it cannot listen it reports that and tries again,
 * and all else goes on.
 */
export function openConsole(get: Get, place: Place): Console {
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let server: ListeningServer | undefined;
  // Composed once: its parts have threads, caches and closers of their own, however often the port is tried.
  let composed: ComposedConsole | undefined;
  const begin = async (): Promise<void> => {
    try {
      composed ??= await composeConsole(get);
      server = await listenForConsole(get, place, composed);
      if (isClosed) await server.drain();
    } catch (error) {
      if (isClosed) return;
      get(tokens.errorReporter).report('the console cannot be opened', error, { ...place });
      timer = setTimeout(() => {
        beginning = begin();
      }, LISTEN_AGAIN_MS);
      timer.unref();
    }
  };
  let beginning = begin();
  return {
    close: async () => {
      isClosed = true;
      clearTimeout(timer);
      await beginning;
      await server?.drain();
    },
  };
}

async function composeConsole(get: Get): Promise<ComposedConsole> {
  const { trustProxy } = get(tokens.settings);
  const trusts = proxyAddr.compile([...trustProxy]);
  const { links, ...parts } = await openConsoleParts(get);
  const app = createConsoleApp({
    ...parts,
    files: await BuiltConsoleFiles.open(CONSOLE),
    site: { trustsPeer: peerTrust(trusts) },
    clock: get(tokens.clock),
    identifiers: get(tokens.identifiers),
    errorReporter: get(tokens.errorReporter),
    lifecycle: get(tokens.lifecycle),
    clientAddress: (request) => clientAddress(request, trusts),
    observe: () => {},
  });
  return { app, links };
}

async function listenForConsole(
  get: Get,
  place: Place,
  { app, links }: ComposedConsole,
): Promise<ListeningServer> {
  const listening = { ...place, drainDelayMs: DRAIN_DELAY_MS };
  const server = await listen(app, get(tokens.lifecycle), listening);
  // As the line of the service: at every LOG_LEVEL.
  const log = get(tokens.log);
  log.child({}, { level: 'info' }).info({ host: place.host, port: server.port }, 'console listening');
  void flushed(log);
  introduceConsole(get, server.port, links);
  return server;
}

/* Each part of the console is composed in a file of its own, and brings its rows. */
async function openConsoleParts(get: Get): Promise<ConsoleParts> {
  const operators = consoleOperators(get);
  const releases = await consoleReleases(get);
  get(tokens.disposer).push(() => releases.close());
  const previews = consolePreviews(get, {
    identity: operators.identity,
    draftOf: async (activityId) => (await releases.desk.open(activityId)) ?? null,
  });
  return {
    identity: operators.identity,
    trail: operators.trail,
    begun: operators.begun,
    links: operators.links,
    routes: [
      ...operators.routes,
      ...releases.routes,
      ...previews.routes,
      ...consoleCodes(get, releases.prizes),
      ...consolePeople(get),
      ...consoleAccess(get),
      ...consoleAnalysis(get, releases.waiting),
    ],
    preview: previews.preview,
  };
}
