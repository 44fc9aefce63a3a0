import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/*
 * Below the ports that the system gives to outgoing connections and to listeners on port 0 (32,768 and more on Linux):
 * one of those would take the port before the test does. Chromium refuses 10,080.
 */
const LOWEST = 10_100;
const HIGHEST = 19_999;

/* A node of Redis Cluster also listens on its port and 10,000 more. */
const BUS = 10_000;

/** A loopback port that is free now, with its bus port. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST + 1);
    if ((await isFree(port)) && (await isFree(port + BUS))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
