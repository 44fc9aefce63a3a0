import cluster from 'node:cluster';
import type { ConfigRepository } from '../../domain/activities/config-repository.ts';
import type { ReleaseOutcome } from '../../domain/releases/release-telemetry.ts';
import type { Channel, OwnedLedger } from './channel.ts';
import type { ConsoleOpened } from './console-opened.ts';
import { isLeader } from './leader.ts';
import { serveLedger } from './ledger-server.ts';
import { metricsHost, type SupervisorNumbers } from './metrics-host.ts';
import { isOperationsProcess, OperationsProcess } from './operations-process.ts';
import { channelToSupervisor, channelToWorker } from './process-channels.ts';
import type { ProcessLog } from './process-log.ts';
import { answerPublished, askPublished, reportPublished } from './published.ts';
import {
  type Endable,
  obeyParent,
  obeySignals,
  obeySupervisor,
  type Reloadable,
  type Retirable,
} from './signals.ts';
import { supervise } from './supervise.ts';

/** The service, listening. */
export interface Service extends Retirable {
  readonly host: string;
  readonly port: number;
  readonly configs: ConfigRepository;
}

/** The operations side, at work. */
export interface Operations extends Endable {
  /** `null` where it does not listen. */
  readonly port: number | null;
  /** Resolves when all drafts have been looked at once, or it is clear that this process does not do that. */
  readonly published: Promise<void>;
}

export interface ServeParts {
  readonly role: 'all' | 'public' | 'operations';
  readonly workers: number;
  readonly log: ProcessLog;
  /** @throws Error if the service cannot start */
  openService(role: {
    readonly isLeader: boolean;
    readonly supervisor: Channel | null;
    readonly published: Promise<void> | null;
  }): Promise<Service>;
  /**
   * The operations side. It listens, for probes, where it is not the process of a service that does.
   * @throws Error if it cannot start
   */
  openOperations(options: { readonly listens: boolean }): Promise<Operations>;
  /** The ledger that only one process may open, with its closer; `null` where each process opens its own. */
  openSharedLedger(): { readonly ledger: OwnedLedger; close(): Promise<void> } | null;
  readonly numbers: SupervisorNumbers<unknown>;
  /** Counts what the publisher of the operations process does. */
  countOutcome(outcome: ReleaseOutcome): void;
  /** Reports to programs that the service listens. */
  announce(port: number): void;
  /** Reports to the operator what is loaded and what is not. */
  introduce(service: Service): void;
  /** The same of its console. */
  introduceConsole(console: ConsoleOpened): void;
  /** Reports why the service cannot start, and resolves when that is written. */
  reportFailedStart(error: unknown): Promise<void>;
  /** Reports the error that the process ends of, and resolves when that is written. */
  reportUncaught(error: unknown): Promise<void>;
}

/** Serves with one process, or with a supervisor and its workers, until a signal; then the process exits. */
export async function serve(parts: ServeParts): Promise<void> {
  process.on('uncaughtException', async (error) => {
    await parts.reportUncaught(error);
    process.exit(1);
  });
  const starting = start(parts);
  try {
    await starting;
  } catch (error) {
    await parts.reportFailedStart(error);
    process.exit(1);
  }
}

function start(parts: ServeParts): Promise<unknown> {
  const { role, workers, log } = parts;
  if (isOperationsProcess()) {
    const starting = parts.openOperations({ listens: false });
    obeyParent(starting, log);
    return starting.then(({ published }) => published.then(reportPublished));
  }
  if (role === 'operations') {
    const starting = startOperations(parts);
    obeySignals(starting, log);
    return starting;
  }
  if (cluster.isWorker) {
    const starting = startWorker(parts);
    obeySupervisor(starting, log);
    return starting;
  }
  let introduced: Promise<unknown> = Promise.resolve();
  // After the pages of visitors, which are introduced when they are served.
  const onConsole = (console: ConsoleOpened) =>
    void introduced.then(() => parts.introduceConsole(console)).catch(() => {});
  const operations = role === 'all' ? new OperationsProcess(log, parts.countOutcome, onConsole) : null;
  operations?.start();
  const published = operations?.published() ?? null;
  const serving = workers > 1 ? startSupervisor(parts, published) : startAlone(parts, published);
  introduced = serving;
  const starting = operations ? withOperations(serving, operations) : serving;
  obeySignals(starting, log);
  return starting;
}

async function startOperations(parts: ServeParts): Promise<Reloadable> {
  const { port, close } = await parts.openOperations({ listens: true });
  if (port !== null) parts.announce(port);
  return { close, reload: () => refuseReload(parts, 'SIGHUP changes nothing on the operations side') };
}

async function withOperations(
  serving: Promise<Reloadable>,
  operations: OperationsProcess,
): Promise<Reloadable> {
  const { close, reload } = await serving;
  return {
    // Only after the workers: where a new one cannot serve, both sides stay at the program that they have.
    reload: async () => {
      const isReplaced = await reload();
      if (isReplaced) await operations.renew();
      return isReplaced;
    },
    close: async () => {
      await Promise.all([close(), operations.close()]);
    },
  };
}

async function startSupervisor(parts: ServeParts, published: Promise<void> | null): Promise<Reloadable> {
  const { workers, log, numbers } = parts;
  const shared = parts.openSharedLedger();
  const hostMetrics = metricsHost(numbers);
  const supervision = await supervise(workers, log, (worker) => {
    if (shared) serveLedger(shared.ledger, channelToWorker(worker));
    hostMetrics(worker);
    answerPublished(channelToWorker(worker), published);
  });
  parts.announce(supervision.port);
  const close = async () => {
    await supervision.close();
    await shared?.close();
  };
  return { reload: supervision.reload, close };
}

async function startWorker(parts: ServeParts): Promise<Retirable> {
  const supervisor = channelToSupervisor();
  const published = askPublished(supervisor);
  const service = await parts.openService({ isLeader: isLeader(), supervisor, published });
  // A worker that replaces another has nothing new to report.
  if (cluster.worker?.id === 1) parts.introduce(service);
  return service;
}

async function startAlone(parts: ServeParts, published: Promise<void> | null): Promise<Reloadable> {
  const service = await parts.openService({ isLeader: true, supervisor: null, published });
  parts.introduce(service);
  parts.announce(service.port);
  const why = 'SIGHUP changes nothing: with WORKERS=1 nobody would serve while the worker is replaced';
  return { close: service.close, reload: () => refuseReload(parts, why) };
}

async function refuseReload({ log }: ServeParts, why: string): Promise<boolean> {
  log.warn(why);
  return false;
}
