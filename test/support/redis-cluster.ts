import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { startRedis } from './redis-server.ts';
import { until } from './until.ts';

const NODES = 3;
const SLOTS = 16_384;

/* A node's bus port is its port and 10,000 more. */
const HIGHEST_PORT = 55_535;

/** Three real masters that share all slots. */
export async function startRedisCluster() {
  const ports: number[] = [];
  while (ports.length < NODES) {
    const port = await freePort(HIGHEST_PORT);
    if (!ports.includes(port)) ports.push(port);
  }
  const args = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000', '--appendonly', 'no'];
  const nodes = await Promise.all(ports.map((port) => startRedis({ port, args })));
  const clients = ports.map((port) => new Redis(port, '127.0.0.1'));

  for (const [index, client] of clients.entries()) {
    const first = Math.floor((index * SLOTS) / NODES);
    const last = Math.floor(((index + 1) * SLOTS) / NODES) - 1;
    await client.call('CLUSTER', 'ADDSLOTSRANGE', first, last);
    if (index > 0) await client.call('CLUSTER', 'MEET', '127.0.0.1', ports[0] ?? 0);
  }
  const agreed = async () => {
    const infos = await Promise.all(clients.map((client) => client.cluster('INFO')));
    return infos.every(
      (info) => info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`),
    );
  };
  await until(agreed, { timeoutMs: 15_000, what: 'the cluster to agree on its slots' });
  for (const client of clients) client.disconnect();

  return {
    url: `redis+cluster://${ports.map((port) => `127.0.0.1:${port}`).join(',')}`,
    ports,
    nodes,
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}
