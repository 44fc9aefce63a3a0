import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Koa from 'koa';
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

export interface ListeningServer {
  readonly host: string;
  readonly port: number;
  /** Answers what is under way, takes nothing new, and is done when the last connection has ended. */
  drain(): Promise<void>;
}

/** @throws Error with a `code` (`EADDRINUSE`, `EACCES`, …) if it cannot listen there */
export async function listen(
  app: Koa,
  lifecycle: Lifecycle,
  host: string,
  port: number,
): Promise<ListeningServer> {
  const server = createServer(
    { ...TIMEOUTS, keepAliveTimeout: KEEP_ALIVE_MS, maxHeaderSize: MAX_HEADER_BYTES },
    app.callback(),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return { host, port: (server.address() as AddressInfo).port, drain: () => drain(server, lifecycle) };
}

async function drain(server: Server, lifecycle: Lifecycle): Promise<void> {
  lifecycle.draining = true;
  await new Promise((resolve) => setTimeout(resolve, LAME_DUCK_MS));
  const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS - LAME_DUCK_MS);
  // A connection that goes idle from here on is not closed by `close` itself.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearInterval(sweep);
  clearTimeout(deadline);
}
