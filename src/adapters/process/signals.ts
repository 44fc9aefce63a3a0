import type { Worker } from 'node:cluster';
import { isatty } from 'node:tty';
import { channelToSupervisor, channelToWorker } from './process-channels.ts';
import type { ProcessLog } from './process-log.ts';

export interface Endable {
  /** Answers what is under way, closes everything. */
  close(): Promise<void>;
}

export interface Reloadable extends Endable {
  /** Replaces the processes by fresh ones; resolves to whether that is done. */
  reload(): Promise<boolean>;
}

export interface Retirable extends Endable {
  /** Lets the connections end in their own time. */
  retire(): Promise<void>;
}

const RETIRE = 'retire';

/** Has a worker retire: another has taken its slot. */
export function sendRetire(worker: Worker): void {
  channelToWorker(worker).send({ type: RETIRE });
}

/** SIGTERM and Ctrl-C end, SIGHUP reloads. Listens from the first moment: a signal may come during the start. */
export function obeySignals(starting: Promise<Reloadable>, log: ProcessLog): void {
  let ending = false;
  const end = async (signal: string) => {
    // An operator who asks twice does not want to wait.
    if (ending) process.exit(1);
    ending = true;
    await endWell(starting, signal, log);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  process.on('SIGHUP', async (signal) => {
    // A terminal sends it when it is closed; then the service should end.
    if (isatty(0)) return end(signal);
    if (!ending) await (await starting).reload();
  });
}

/**
 * A worker obeys only its supervisor. A terminal or systemd may send a signal to both: a second one must not make the
 * worker hurry. The supervisor kills a worker that is overdue.
 */
export function obeySupervisor(starting: Promise<Retirable>, log: ProcessLog): void {
  let ending = false;
  const end = async (why: string) => {
    if (ending) return;
    ending = true;
    await endWell(starting, why, log);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
  channelToSupervisor().onMessage(async (message) => {
    if ((message as { type?: unknown } | null)?.type !== RETIRE) return;
    log.info('another worker has taken over');
    await (await starting).retire();
    await end(RETIRE);
  });
}

/** A process of another one ends with it, also where that one was killed. */
export function obeyParent(starting: Promise<Endable>, log: ProcessLog): void {
  let ending = false;
  const end = async (why: string) => {
    if (ending) return;
    ending = true;
    await endWell(starting, why, log);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', () => {});
  process.on('SIGHUP', () => {});
  process.on('disconnect', () => end('disconnect'));
  // The parent may have been killed before this process listened.
  if (!process.connected) void end('disconnect');
}

async function endWell(starting: Promise<Endable>, signal: string, log: ProcessLog): Promise<void> {
  log.info({ signal }, 'ending');
  await (await starting).close();
  log.info('ended');
  await log.flushed();
  process.exit(0);
}
