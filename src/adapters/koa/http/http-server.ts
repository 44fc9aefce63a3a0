import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeStalled } from './close-stalled.ts';
import { drain, retire } from './drain.ts';
import { type AppListener, inShortTurns } from './in-short-turns.ts';
import type { Lifecycle } from './lifecycle.ts';
import { oneAtATime } from './one-at-a-time.ts';

/*
 * Slow clients: headers within 10 s, the whole request within 15 s. Node checks each second (its default of 30 s would
 * make shorter limits late), so the limit itself is a little less.
 */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 13_500, connectionsCheckingInterval: 1000 };

/* Longer than nginx keeps idle connections to the service (60 s): it must not send on one that is just closing. */
const KEEP_ALIVE_MS = 65_000;

const MAX_HEADER_BYTES = 16_384;

/* A connection without progress is closed after one or two of these periods, so within 30 s. */
const STALLED_MS = 13_000;

/* By then every connection that was idle has been closed by one side. */
const RETIRE_MS = KEEP_ALIVE_MS + 5000;

export interface ListeningServer {
  readonly host: string;
  readonly port: number;
  /**
   * Accepts new connections for `drainDelayMs` more, while `readyz` reports the end, then none. Answers the requests in
   * progress, and resolves when the last connection has ended, after at most 9 s.
   */
  drain(): Promise<void>;
  /**
   * For a process that another has replaced: accepts no new connection, answers on those it has, and resolves when the
   * last has ended, after at most 70 s. `drain` shortens it.
   */
  retire(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** From 0 to 8000. */
  readonly drainDelayMs: number;
  /** A client that receives nothing of its answer is disconnected after one or two of these periods. */
  readonly stalledMs?: number;
}

/** @throws Error with a `code` (`EADDRINUSE`, `EACCES`, …) if it cannot listen there */
export async function listen(
  app: AppListener,
  lifecycle: Lifecycle,
  { host, port, drainDelayMs, stalledMs = STALLED_MS }: ListenOptions,
): Promise<ListeningServer> {
  const server = createServer(
    { ...TIMEOUTS, keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEADER_BYTES },
    oneAtATime(inShortTurns(app)),
  );
  closeStalled(server, stalledMs);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const ended = new Promise<void>((resolve) => server.once('close', resolve));
  return {
    host,
    port: (server.address() as AddressInfo).port,
    drain: () => drain(server, lifecycle, drainDelayMs, ended),
    retire: () => retire(server, lifecycle, RETIRE_MS, ended),
  };
}
