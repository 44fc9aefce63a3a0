import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import type { Lifecycle } from './lifecycle.ts';

/* Slow clients: headers within 10 s, and all are gone within 15. It is looked at every second (the default of
   30 s makes shorter limits late), so the limit itself lies that much before. */
const TIMEOUTS = { headersTimeout: 10_000, requestTimeout: 13_500, connectionsCheckingInterval: 1000 };

/* Longer than nginx keeps idle connections to us (60 s), which else would send on one that is just closing. */
const KEEP_ALIVE_MS = 65_000;

const MAX_HEADER_BYTES = 16_384;

/* After the signal to end, for so long new connections are still taken, so that whoever balances the load
   sees `readyz` say so and none is refused in between. */
const LAME_DUCK_MS = 500;

/* The end comes within 10 s of the signal, whatever a client does. */
const DRAIN_MS = 9000;

/* By then every connection that was idle has been closed by the one side or the other. */
const RETIRE_MS = KEEP_ALIVE_MS + 5000;

export interface ListeningServer {
  readonly host: string;
  readonly port: number;
  /** Answers what is under way, takes nothing new, and is done when the last connection has ended. */
  drain(): Promise<void>;
  /**
   * For a process in whose place another listens already: takes no new connection, answers on those it has, and
   * is done when the last has ended, after 70 s at most. `drain` hastens it.
   */
  retire(): Promise<void>;
}

/** @throws Error with a `code` (`EADDRINUSE`, `EACCES`, …) if it cannot listen there */
export async function listen(
  app: RequestListener,
  lifecycle: Lifecycle,
  host: string,
  port: number,
): Promise<ListeningServer> {
  const server = createServer(
    { ...TIMEOUTS, keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEADER_BYTES },
    app,
  );
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
    drain: () => drain(server, lifecycle, ended),
    retire: () => retire(server, lifecycle, ended),
  };
}

async function drain(server: Server, lifecycle: Lifecycle, ended: Promise<void>): Promise<void> {
  lifecycle.draining = true;
  if (server.listening) await new Promise((resolve) => setTimeout(resolve, LAME_DUCK_MS));
  stopListening(server);
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS - LAME_DUCK_MS);
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await ended;
  clearInterval(sweep);
  clearTimeout(deadline);
}

/*
 * A connection that is closed while its client sends on it costs that client a request, and a proxy that must
 * not repeat draws cannot mend it. So idle ones are left until they are used once more, or time out.
 */
async function retire(server: Server, lifecycle: Lifecycle, ended: Promise<void>): Promise<void> {
  lifecycle.retiring = true;
  stopListening(server);
  const deadline = setTimeout(() => server.closeAllConnections(), RETIRE_MS);
  await ended;
  clearTimeout(deadline);
}

/* The HTTP server's own `close` would also close the connections that are idle just now. */
function stopListening(server: Server): void {
  if (server.listening) NetServer.prototype.close.call(server);
}
