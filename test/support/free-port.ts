import { type AddressInfo, createServer } from 'node:net';

/** A loopback port that is free now, at most `max`. */
export async function freePort(max = 65_535): Promise<number> {
  for (;;) {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    if (port <= max) return port;
  }
}
