import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * What happens to the bytes between a client and the server behind:
 * - `pass`: nothing;
 * - `delay`: every chunk of an answer comes so much later;
 * - `drip`: answers come a byte at a time, one each so many milliseconds;
 * - `cut`: a request that matches reaches the server, and its answer is cut off with the connection;
 * - `swallow`: connections stand, and nothing gets through in either direction;
 * - `refuse`: nobody listens.
 */
export type ProxyMode =
  | { readonly kind: 'pass' | 'swallow' | 'refuse' }
  | { readonly kind: 'delay' | 'drip'; readonly ms: number }
  | { readonly kind: 'cut'; readonly matching: RegExp };

export interface TcpProxy {
  readonly port: number;
  /** How many answers were cut off so far. */
  cuts(): number;
  /** Switches, for connections that stand and for new ones; `refuse` ends those that stand. */
  set(mode: ProxyMode): Promise<void>;
  close(): Promise<void>;
}

/** A TCP proxy on a free loopback port, before the server on `targetPort`. */
export async function startTcpProxy(
  targetPort: number,
  first: ProxyMode = { kind: 'pass' },
): Promise<TcpProxy> {
  let mode = first;
  let cuts = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(targetPort, '127.0.0.1');
    let cutting = false;
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.setNoDelay();
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (mode.kind === 'swallow') return;
      if (mode.kind === 'cut' && mode.matching.test(chunk.toString('latin1'))) cutting = true;
      upstream.write(chunk);
    });
    const answer = inOrder(client);
    upstream.on('data', (chunk) => {
      if (mode.kind === 'swallow') return;
      if (cutting) {
        cuts += 1;
        client.destroy();
      } else answer(chunk, mode);
    });
  });

  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
  const end = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  if (mode.kind === 'refuse') await end();
  return {
    port,
    cuts: () => cuts,
    set: async (next) => {
      const was = mode.kind;
      mode = next;
      if (next.kind === 'refuse' && was !== 'refuse') await end();
      if (next.kind !== 'refuse' && was === 'refuse') await listen(port);
    },
    close: async () => {
      if (mode.kind !== 'refuse') await end();
    },
  };
}

/* A later chunk never overtakes an earlier one, whatever the mode was when each came. */
function inOrder(client: Socket): (chunk: Buffer, mode: ProxyMode) => void {
  let last = Promise.resolve();
  const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  return (chunk, mode) => {
    const due = mode.kind === 'delay' ? after(mode.ms) : undefined;
    last = last.then(async () => {
      await due;
      if (mode.kind !== 'drip') {
        client.write(chunk);
        return;
      }
      for (let at = 0; at < chunk.length && !client.destroyed; at++) {
        client.write(chunk.subarray(at, at + 1));
        await after(mode.ms);
      }
    });
  };
}
