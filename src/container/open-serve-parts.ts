import type { Io } from '../adapters/cli/command.ts';
import type { Language } from '../adapters/cli/i18n/language.ts';
import { problemSentence } from '../adapters/cli/i18n/problem-phrases.ts';
import { welcome } from '../adapters/cli/render/welcome.ts';
import { welcomeToConsole } from '../adapters/cli/render/welcome-to-console.ts';
import { consoleToLog } from '../adapters/pino/console-to-log.ts';
import { describeError } from '../adapters/pino/describe-error.ts';
import { createLog, droppedLines, flushed, type Log } from '../adapters/pino/log.ts';
import { PinoConfigEvents } from '../adapters/pino/pino-config-events.ts';
import type { SupervisorNumbers } from '../adapters/process/metrics-host.ts';
import { isOperationsProcess } from '../adapters/process/operations-process.ts';
import type { ServeParts, Service } from '../adapters/process/serve.ts';
import { ClusterMetrics } from '../adapters/prometheus/cluster-metrics.ts';
import { ReleaseOutcomes } from '../adapters/prometheus/release-outcomes.ts';
import { SupervisorMetrics } from '../adapters/prometheus/service-metrics.ts';
import type { Snapshot } from '../adapters/prometheus/snapshot.ts';
import { Disposer } from './disposer.ts';
import { reachable } from './reachable.ts';
import { openSqliteLedger } from './register-draws.ts';
import { servingNeeds } from './serving-needs.ts';
import type { Settings } from './settings.ts';

/* While a line about the end is written the process still serves, in an unknown state. */
const LAST_LINE_MS = 100;

/** What `serve` needs of the program, in this process. Makes the log, which from now on gets `console` too. */
export function openServeParts(
  settings: Settings,
  { stderr, language }: Pick<Io, 'stderr' | 'language'>,
): ServeParts {
  const { role, workers, redis } = settings;
  const shared = workers > 1 || role === 'all' || isOperationsProcess();
  const log = createLog(settings.logLevel, { shared });
  consoleToLog(log);
  const outcomes = new ReleaseOutcomes();
  return {
    role,
    workers,
    log: Object.assign(Object.create(log) as Log, {
      flushed: (deadlineMs?: number) => flushed(log, deadlineMs),
    }),
    // Loaded where they are needed: a supervisor needs neither, and no process both.
    openService: async (place) => {
      const { openService } = await import('./open-service.ts');
      return openService(settings, log, place, outcomes);
    },
    openOperations: async (options) => {
      const { openOperations } = await import('./open-operations.ts');
      return openOperations(settings, log, options);
    },
    openSharedLedger: () => {
      if (redis) return null;
      const disposer = new Disposer();
      return { ledger: openSqliteLedger(settings, disposer), close: () => disposer.dispose() };
    },
    numbers: supervisorNumbers(() => droppedLines(log), outcomes),
    countOutcome: (outcome) => outcomes.releaseSettled(outcome),
    announce: (port) => announce(port, settings, log),
    introduce: (service) => {
      for (const line of introduction(service, settings, log, language)) stderr.write(line);
    },
    introduceConsole: ({ url, firstLink }) => {
      stderr.write(welcomeToConsole(url, firstLink, language));
    },
    reportFailedStart: async (error) => {
      stderr.write(`cms-market: cannot start: ${failureText(error, settings)}\n`);
      await flushed(log, LAST_LINE_MS);
    },
    // Node's own report would print all members of the error, requests and tokens among them.
    reportUncaught: async (error) => {
      log.fatal({ error: describeError(error) }, 'uncaught error');
      // Not written at once: a synchronous write would hold the process for as long as the log's reader stalls.
      await flushed(log);
    },
  };
}

function supervisorNumbers(
  droppedLogLines: () => number,
  outcomes: ReleaseOutcomes,
): SupervisorNumbers<unknown> {
  const own = new SupervisorMetrics(droppedLogLines, outcomes);
  const all = new ClusterMetrics();
  return {
    started: (workerId) => all.started(workerId),
    received: (workerId, snapshot) => all.record(workerId, snapshot as Snapshot),
    ended: (workerId) => all.ended(workerId),
    text: async (answers) => all.text(answers as ReadonlyMap<number, Snapshot>, await own.snapshot()),
    workerDied: () => own.workerDied(),
  };
}

/* Programs that start the service wait for this line, so it is written at every LOG_LEVEL, and at once. */
function announce(port: number, { host, basePath }: Settings, log: Log): void {
  log.child({}, { level: 'info' }).info({ host, port, base_path: basePath }, 'listening');
  void flushed(log);
}

/* What activities lack goes to the log; the result is for the terminal. */
function introduction(
  { configs, host, port }: Service,
  settings: Settings,
  log: Log,
  language: Language,
): string[] {
  const events = new PinoConfigEvents(log, problemSentence);
  const needs = servingNeeds(settings, 'service');
  for (const activity of needs.refuses ? [] : configs.all()) {
    events.lacking(activity.id, needs.missing(activity));
  }
  const demo = settings.identity.kind === 'demo';
  if (demo) {
    log.warn(
      'PASSPORT_URL is not set: the demo passport takes demo-<uid> or demo-<uid>@<zone_id> from anyone',
    );
  }
  const url = `http://${reachable(host)}:${port}${settings.basePath}`;
  return settings.production ? [] : [welcome(url, configs.all(), demo, language)];
}

function failureText(error: unknown, { host, port }: Settings): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `${host}:${port} is in use by another program`;
  if (code === 'EACCES' && port > 0 && port < 1024) return `port ${port} may only be had by root`;
  return message;
}
