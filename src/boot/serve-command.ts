import cluster from 'node:cluster';
import { welcome } from '../adapters/cli/welcome.ts';
import { hostLedger } from '../adapters/ipc/host-ledger.ts';
import { describeError } from '../adapters/pino/describe-error.ts';
import { createLog, flushed, type Log } from '../adapters/pino/log.ts';
import { openSqliteLedger } from '../container.ts';
import type { Settings } from '../settings.ts';
import { Closers } from './closers.ts';
import { exitCodes } from './exit-codes.ts';
import { metricsHost } from './metrics-host.ts';
import { channelToWorker } from './process-channels.ts';
import { type Serving, serve } from './serve.ts';
import { supervise } from './supervise.ts';

interface Running {
  readonly port: number;
  close(): Promise<void>;
}

/** `cms-market serve`: runs until a signal ends it, then ends the process. */
export async function serveCommand(settings: Settings): Promise<void> {
  const log = createLog(settings.logLevel);
  endOnUncaughtError(log);
  const starting = start(settings, log);
  endOnSignal(starting, log);
  try {
    await starting;
  } catch (error) {
    process.stderr.write(`cms-market: cannot start: ${wordsFor(error, settings)}\n`);
    await flushed(log);
    process.exit(exitCodes.failed);
  }
}

async function start(settings: Settings, log: Log): Promise<Running> {
  if (cluster.isPrimary && settings.workers > 1) {
    const closers = new Closers();
    const ledger = settings.redis ? null : openSqliteLedger(settings, closers);
    const hostMetrics = metricsHost();
    const supervision = await supervise(settings.workers, log, (worker) => {
      if (ledger) hostLedger(ledger, channelToWorker(worker));
      hostMetrics(worker);
    });
    announce(supervision, settings, log);
    closers.push(() => supervision.close());
    return { port: supervision.port, close: () => closers.closeAll() };
  }
  const serving = await serve(settings, log);
  // One worker speaks for all: the others, and those that replace one, have the same to say.
  if (cluster.isPrimary || cluster.worker?.id === 1) introduce(serving, settings, log);
  if (cluster.isPrimary) announce(serving, settings, log);
  return serving;
}

function announce({ port }: Running, { host, basePath }: Settings, log: Log): void {
  log.info({ host, port, base_path: basePath }, 'listening');
  // Whoever has started the service waits for this line.
  void flushed(log);
}

/** Tells an operator what has been loaded, and what is wrong with what has not. */
function introduce({ configs, host, port }: Serving, settings: Settings, log: Log): void {
  for (const { activityId, path, problems } of configs.invalid()) {
    for (const { field, reason } of problems) {
      log.error({ activity_id: activityId, path, field, reason }, 'activity is invalid');
    }
  }
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

/* Listens from the first moment: a signal that comes during the start ends what has been started by then. */
function endOnSignal(starting: Promise<Running>, log: Log): void {
  let ending = false;
  const end = async (signal: string) => {
    // Whoever asks twice does not want to wait.
    if (ending) process.exit(exitCodes.failed);
    ending = true;
    log.info({ signal }, 'ending');
    await (await starting).close();
    log.info('ended');
    await flushed(log);
    process.exit(exitCodes.ok);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

/* Node's own words would print whatever hangs on the error, requests and tokens among it. */
function endOnUncaughtError(log: Log): void {
  process.on('uncaughtException', (error) => {
    log.fatal({ error: describeError(error) }, 'uncaught error');
    process.exit(exitCodes.failed);
  });
}

function wordsFor(error: unknown, { host, port }: Settings): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `${host}:${port} is in use by another program`;
  if (code === 'EACCES' && port > 0 && port < 1024) return `port ${port} may only be had by root`;
  return message;
}
