import cluster from 'node:cluster';
import type { ConfigRepository } from '../../domain/activities/config-repository.ts';
import type { Channel, OwnedLedger } from './channel.ts';
import { isLeader } from './leader.ts';
import { serveLedger } from './ledger-server.ts';
import { metricsHost, type SupervisorNumbers } from './metrics-host.ts';
import { channelToSupervisor, channelToWorker } from './process-channels.ts';
import type { ProcessLog } from './process-log.ts';
import { obeySignals, obeySupervisor, type Reloadable, type Retirable } from './signals.ts';
import { supervise } from './supervise.ts';

/** The service, listening. */
export interface Service extends Retirable {
  readonly host: string;
  readonly port: number;
  readonly configs: ConfigRepository;
}

export interface ServeParts {
  readonly workers: number;
  readonly log: ProcessLog;
  /** @throws Error if the service cannot start */
  openService(role: { readonly isLeader: boolean; readonly supervisor: Channel | null }): Promise<Service>;
  /** The ledger that only one process may open, with its closer; `null` where each process opens its own. */
  openSharedLedger(): { readonly ledger: OwnedLedger; close(): Promise<void> } | null;
  readonly numbers: SupervisorNumbers<unknown>;
  /** Reports to programs that the service listens. */
  announce(port: number): void;
  /** Reports to the operator what is loaded and what is not. */
  introduce(service: Service): void;
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
  const { workers, log } = parts;
  if (cluster.isWorker) {
    const starting = startWorker(parts);
    obeySupervisor(starting, log);
    return starting;
  }
  const starting = workers > 1 ? startSupervisor(parts) : startAlone(parts);
  obeySignals(starting, log);
  return starting;
}

async function startSupervisor(parts: ServeParts): Promise<Reloadable> {
  const { workers, log, numbers } = parts;
  const shared = parts.openSharedLedger();
  const hostMetrics = metricsHost(numbers);
  const supervision = await supervise(workers, log, (worker) => {
    if (shared) serveLedger(shared.ledger, channelToWorker(worker));
    hostMetrics(worker);
  });
  parts.announce(supervision.port);
  const close = async () => {
    await supervision.close();
    await shared?.close();
  };
  return { reload: supervision.reload, close };
}

async function startWorker(parts: ServeParts): Promise<Retirable> {
  const service = await parts.openService({ isLeader: isLeader(), supervisor: channelToSupervisor() });
  // A worker that replaces another has nothing new to report.
  if (cluster.worker?.id === 1) parts.introduce(service);
  return service;
}

async function startAlone(parts: ServeParts): Promise<Reloadable> {
  const service = await parts.openService({ isLeader: true, supervisor: null });
  parts.introduce(service);
  parts.announce(service.port);
  const reload = () =>
    parts.log.warn('SIGHUP changes nothing: with WORKERS=1 nobody would serve while the worker is replaced');
  return { close: service.close, reload };
}
