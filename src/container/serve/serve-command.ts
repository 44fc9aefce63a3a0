import cluster from 'node:cluster';
import { exitCodes } from '../../adapters/cli/exit-codes.ts';
import { welcome } from '../../adapters/cli/render/welcome.ts';
import { consoleToLog } from '../../adapters/pino/console-to-log.ts';
import { describeError } from '../../adapters/pino/describe-error.ts';
import { createLog, droppedLines, flushed, type Log } from '../../adapters/pino/log.ts';
import { PinoConfigEvents } from '../../adapters/pino/pino-config-events.ts';
import { serveLedger } from '../../adapters/process/ledger-server.ts';
import { channelToWorker } from '../../adapters/process/process-channels.ts';
import { openSqliteLedger } from '../container.ts';
import { Disposer } from '../disposer.ts';
import type { Settings } from '../settings.ts';
import { metricsHost } from './metrics-host.ts';
import { type Serving, serve } from './serve.ts';
import { obeySignals, obeySupervisor, type Reloadable, type Retirable } from './signals.ts';
import { supervise } from './supervise.ts';

interface Listening {
  readonly port: number;
}

/** `cms-market serve`: runs until a signal ends it, then ends the process. */
export async function serveCommand(settings: Settings): Promise<void> {
  const log = createLog(settings.logLevel, { shared: settings.workers > 1 });
  consoleToLog(log);
  endOnUncaughtError(log);
  const starting = start(settings, log);
  try {
    await starting;
  } catch (error) {
    process.stderr.write(`cms-market: cannot start: ${wordsFor(error, settings)}\n`);
    await flushed(log, LAST_LINE_MS);
    process.exit(exitCodes.failed);
  }
}

function start(settings: Settings, log: Log): Promise<unknown> {
  if (cluster.isWorker) {
    const starting = startWorker(settings, log);
    obeySupervisor(starting, log);
    return starting;
  }
  const starting = settings.workers > 1 ? startSupervisor(settings, log) : startAlone(settings, log);
  obeySignals(starting, log);
  return starting;
}

async function startSupervisor(settings: Settings, log: Log): Promise<Reloadable> {
  const disposer = new Disposer();
  const ledger = settings.redis ? null : openSqliteLedger(settings, disposer);
  const hostMetrics = metricsHost(() => droppedLines(log));
  const supervision = await supervise(settings.workers, log, (worker) => {
    if (ledger) serveLedger(ledger, channelToWorker(worker));
    hostMetrics(worker);
  });
  announce(supervision, settings, log);
  disposer.push(() => supervision.close());
  return { reload: supervision.reload, close: () => disposer.dispose() };
}

async function startWorker(settings: Settings, log: Log): Promise<Retirable> {
  const serving = await serve(settings, log);
  // Those that replace one have the same to say.
  if (cluster.worker?.id === 1) introduce(serving, settings, log);
  return serving;
}

async function startAlone(settings: Settings, log: Log): Promise<Reloadable> {
  const serving = await serve(settings, log);
  introduce(serving, settings, log);
  announce(serving, settings, log);
  const reload = () =>
    log.warn('SIGHUP changes nothing: with WORKERS=1 nobody would serve while the worker is replaced');
  return { close: serving.close, reload };
}

function announce({ port }: Listening, { host, basePath }: Settings, log: Log): void {
  // Programs that start the service wait for this line, so it is written at every LOG_LEVEL, and at once.
  log.child({}, { level: 'info' }).info({ host, port, base_path: basePath }, 'listening');
  void flushed(log);
}

/** Tells an operator what has been loaded, and what is wrong with what has not. */
function introduce({ configs, host, port }: Serving, settings: Settings, log: Log): void {
  const events = new PinoConfigEvents(log);
  for (const invalid of configs.invalid()) events.refused(invalid);
  const demo = settings.passportUrl === null;
  if (demo) {
    log.warn(
      'PASSPORT_URL is not set: the demo passport takes demo-<uid> or demo-<uid>@<zone_id> from anyone',
    );
  }
  if (!settings.production) {
    const url = `http://${reachable(host)}:${port}${settings.basePath}`;
    process.stderr.write(welcome(url, configs.all(), demo));
  }
}

/* Listening on every address is no address to open. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/* Meanwhile the process serves on, in a state that nobody knows. */
const LAST_LINE_MS = 100;

/*
 * Node's own words would print whatever hangs on the error, requests and tokens among it. The line is waited for, but
 * not long: written at once it would hold the process for as long as the log's reader stalls.
 */
function endOnUncaughtError(log: Log): void {
  process.on('uncaughtException', async (error) => {
    log.fatal({ error: describeError(error) }, 'uncaught error');
    await flushed(log);
    process.exit(exitCodes.failed);
  });
}

function wordsFor(error: unknown, { host, port }: Settings): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `${host}:${port} is in use by another program`;
  if (code === 'EACCES' && port > 0 && port < 1024) return `port ${port} may only be had by root`;
  return message;
}
