import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Lifecycle } from './lifecycle.ts';

/* The process ends within 10 s of the signal. */
const DRAIN_MS = 9000;

/*
 * After its listener is closed a process waits this long before it asks clients to close their connections. Otherwise
 * they would connect again at once, to another worker that is just closing its own listener.
 */
const OTHERS_CLOSE_MS = 100;

/*
 * Idle connections stay open this long after that. A client that uses one is answered, and asked to close it. If a
 * connection is closed while its client sends, the request is lost.
 */
const IDLE_GRACE_MS = 250;

/* The listener is closed in a turn of the event loop this short, this long after the last new connection … */
const SHORT_TURN_MS = 2;
const QUIET_MS = 2;
/* … or after this time without such a turn. */
const QUIET_DEADLINE_MS = 250;

/** Accepts new connections for `drainDelayMs` more, then none. Resolves when the last connection has ended. */
export async function drain(
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
    // After the event loop has read what has arrived: in a process that was delayed, a request may wait on a connection.
    setImmediate(() => server.closeIdleConnections());
  }, 50);
  await ended;
  clearInterval(sweep);
  clearTimeout(deadline);
}

/**
 * Accepts no new connection, and leaves idle ones until they are used once more or time out: a proxy that must not repeat
 * draws cannot repair a request that is lost with its connection.
 * @param deadlineMs by then every connection has been closed by one side
 */
export async function retire(
  server: Server,
  lifecycle: Lifecycle,
  deadlineMs: number,
  ended: Promise<void>,
): Promise<void> {
  lifecycle.closing = true;
  stopListening(server);
  const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await ended;
  clearTimeout(deadline);
}

/*
 * The kernel resets connections that it has accepted and the process has not. So the listener is closed right after the
 * event loop has accepted new connections, in a turn with little other work.
 */
function quietTurn(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const startedAt = performance.now();
    let turnAt = startedAt;
    let connectedAt = startedAt;
    const connected = () => {
      connectedAt = performance.now();
    };
    const check = () => {
      const now = performance.now();
      const quiet = now - turnAt < SHORT_TURN_MS && now - connectedAt > QUIET_MS;
      turnAt = now;
      if (!quiet && now - startedAt < QUIET_DEADLINE_MS) {
        setImmediate(check);
        return;
      }
      server.off('connection', connected);
      resolve();
    };
    server.on('connection', connected);
    setImmediate(check);
  });
}

/* The HTTP server's own `close` would also close the connections that are idle just now. */
function stopListening(server: Server): void {
  if (server.listening) NetServer.prototype.close.call(server);
}
