import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lifecycle } from './lifecycle.ts';

/* Slow clients: headers within 10 s, and all are gone within 15. It is looked at every second (the default of
   30 s makes shorter limits late), so the limit itself lies that much before. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 13_500, connectionsCheckingInterval: 1000 };

/* Longer than nginx keeps idle connections to us (60 s), which else would send on one that is just closing. */
const KEEP_ALIVE_MS = 65_000;

const MAX_HEADER_BYTES = 16_384;

/*
 * A client that does not take its answer is gone within 30 s: whether anything has moved is looked at once in each
 * of these periods, so the end comes after one or two of them.
 */
const STALLED_MS = 13_000;

/* Requests of one connection that wait for the answers before them; no browser and no proxy sends even one ahead. */
const MOST_WAITING = 32;

/* The end comes within 10 s of the signal, whatever a client does. */
const DRAIN_MS = 9000;

/*
 * So long after its listener is closed a process goes on without asking clients to close their connections: they would
 * come back at once, to another worker that is just closing its own.
 */
const OTHERS_CLOSE_MS = 100;

/*
 * So long an idle connection is left open once the end has begun: a client that uses it meanwhile is answered and asked
 * to close it. A connection that is closed while its client sends on it costs that client a request.
 */
const IDLE_GRACE_MS = 250;

/* The listener is closed in a turn of the event loop this short, after this long without a new connection … */
const SHORT_TURN_MS = 2;
const QUIET_MS = 2;
/* … or after this long where there is no such turn. */
const QUIET_DEADLINE_MS = 250;

/* By then every connection that was idle has been closed by the one side or the other. */
const RETIRE_MS = KEEP_ALIVE_MS + 5000;

export interface ListeningServer {
  readonly host: string;
  readonly port: number;
  /**
   * Takes new connections for `drainDelayMs` more, while `readyz` reports the end, then none. Answers what is under
   * way, and is done when the last connection has ended, after 9 s at most.
   */
  drain(): Promise<void>;
  /**
   * For a process in whose place another listens already: takes no new connection, answers on those it has, and
   * is done when the last has ended, after 70 s at most. `drain` hastens it.
   */
  retire(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** From 0 to 8000. */
  readonly drainDelayMs: number;
  /** How often is looked whether a client takes its answer; one that does not is gone after the second time. */
  readonly stalledMs?: number;
}

/** @throws Error with a `code` (`EADDRINUSE`, `EACCES`, …) if it cannot listen there */
export async function listen(
  app: RequestListener,
  lifecycle: Lifecycle,
  { host, port, drainDelayMs, stalledMs = STALLED_MS }: ListenOptions,
): Promise<ListeningServer> {
  const server = createServer(
    { ...TIMEOUTS, keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEADER_BYTES },
    oneAtATime(app),
  );
  endStalled(server, stalledMs);
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
    retire: () => retire(server, lifecycle, ended),
  };
}

/*
 * Node's own time-out for sockets does not do: whatever the client sends, be it a blank line, begins it anew.
 */
function endStalled(server: Server, everyMs: number): void {
  /** What waits to be sent on each connection, as it was at the last look. */
  const open = new Map<Socket, string>();
  server.on('connection', (socket) => {
    open.set(socket, NOTHING_WAITS);
    socket.once('close', () => open.delete(socket));
  });
  const looking = setInterval(() => {
    for (const [socket, before] of open) {
      const now = unsentOf(socket);
      if (now !== NOTHING_WAITS && now === before) socket.destroy();
      else open.set(socket, now);
    }
  }, everyMs).unref();
  server.once('close', () => clearInterval(looking));
}

const NOTHING_WAITS = '';

/** Changes whenever something moves. How much of one piece the kernel has not taken is known by a private name alone. */
function unsentOf(socket: Socket): string {
  if (socket.writableLength === 0) return NOTHING_WAITS;
  const { _handle: handle } = socket as { _handle?: { writeQueueSize?: number } | null };
  return `${socket.bytesWritten} ${socket.writableLength} ${handle?.writeQueueSize}`;
}

/*
 * Node calls the listener for all requests that a client sends in one go, and keeps the answers in memory until the
 * client reads. So each is answered when the one before it has been sent; until then its response has no socket.
 */
function oneAtATime(app: RequestListener): RequestListener {
  const waiting = new WeakMap<Socket, number>();
  return (request, response) => {
    if (response.socket) {
      app(request, response);
      return;
    }
    const { socket } = request;
    const before = waiting.get(socket) ?? 0;
    if (before >= MOST_WAITING) {
      socket.destroy();
      return;
    }
    waiting.set(socket, before + 1);
    response.once('socket', () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
      // The end of a connection counts as the end of the answer before.
      if (!socket.destroyed) app(request, response);
    });
  };
}

async function drain(
  server: Server,
  lifecycle: Lifecycle,
  drainDelayMs: number,
  ended: Promise<void>,
): Promise<void> {
  lifecycle.draining = true;
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  if (server.listening) {
    await pause(drainDelayMs);
    await quietTurn(server);
  }
  stopListening(server);
  await Promise.race([pause(OTHERS_CLOSE_MS), ended]);
  lifecycle.closing = true;
  const idleSince = performance.now();
  const sweep = setInterval(() => {
    if (performance.now() - idleSince < IDLE_GRACE_MS) return;
    // After what has come meanwhile is read: in a process that was held up, a request may wait on a connection.
    setImmediate(() => server.closeIdleConnections());
  }, 50);
  await ended;
  clearInterval(sweep);
  clearTimeout(deadline);
}

/*
 * The kernel resets connections that it has taken and the process has not yet. So the listener is closed right after
 * the event loop has looked for new connections, in a turn that had little else to do.
 */
function quietTurn(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let turnAt = startedAt;
    let connectedAt = startedAt;
    const connected = () => {
      connectedAt = performance.now();
    };
    const look = () => {
      const now = performance.now();
      const quiet = now - turnAt < SHORT_TURN_MS && now - connectedAt > QUIET_MS;
      turnAt = now;
      if (!quiet && now - startedAt < QUIET_DEADLINE_MS) return void setImmediate(look);
      server.off('connection', connected);
      resolve();
    };
    server.on('connection', connected);
    setImmediate(look);
  });
}

/*
 * A proxy that must not repeat draws cannot mend a request that is lost with its connection. So idle connections are
 * left until they are used once more, or time out.
 */
async function retire(server: Server, lifecycle: Lifecycle, ended: Promise<void>): Promise<void> {
  lifecycle.closing = true;
  stopListening(server);
  const deadline = setTimeout(() => server.closeAllConnections(), RETIRE_MS);
  await ended;
  clearTimeout(deadline);
}

/* The HTTP server's own `close` would also close the connections that are idle just now. */
function stopListening(server: Server): void {
  if (server.listening) NetServer.prototype.close.call(server);
}
