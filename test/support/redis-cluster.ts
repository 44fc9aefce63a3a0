import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { startRedis } from './redis-server.ts';
import type { TestTls } from './test-tls.ts';
import { until } from './until.ts';

const SLOTS = 16_384;

/** Real masters, three if no number is given, that share all slots, each with so many replicas. */
export async function startRedisCluster({
  masters = 3,
  replicas = 0,
  args: more = [],
  tls,
}: {
  masters?: number;
  replicas?: number;
  args?: readonly string[];
  tls?: TestTls;
} = {}) {
  const total = masters * (1 + replicas);
  const ports: number[] = [];
  while (ports.length < total) {
    const port = await freePort();
    if (!ports.includes(port)) ports.push(port);
  }
  const args = [
    '--cluster-enabled',
    'yes',
    '--cluster-node-timeout',
    '2000',
    '--appendonly',
    'no',
    '--repl-diskless-sync-delay',
    '0',
    ...more,
  ];
  const nodes = await Promise.all(ports.map((port) => startRedis({ port, args, ...(tls && { tls }) })));
  const clients = ports.map((port) => new Redis(port, '127.0.0.1', tls ? { tls: { ca: tls.ca } } : {}));

  for (const [index, client] of clients.entries()) {
    // As `redis-cli --cluster create` does: nodes with the same epoch refuse one another's votes until they have settled it.
    await client.call('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
    if (index < masters) {
      const first = Math.floor((index * SLOTS) / masters);
      const last = Math.floor(((index + 1) * SLOTS) / masters) - 1;
      await client.call('CLUSTER', 'ADDSLOTSRANGE', first, last);
    }
    if (index > 0) await client.call('CLUSTER', 'MEET', '127.0.0.1', ports[0] ?? 0);
  }
  const agreed = async () => {
    const infos = await Promise.all(clients.map((client) => client.cluster('INFO')));
    return infos.every(
      (info) => info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${total}`),
    );
  };
  await until(agreed, { what: 'the cluster to agree on its slots' });
  const ids = await Promise.all(clients.map((client) => client.call('CLUSTER', 'MYID') as Promise<string>));
  for (const [index, client] of clients.entries()) {
    if (index < masters) continue;
    await client.call('CLUSTER', 'REPLICATE', ids[index % masters] ?? '');
    const follows = async () => (await client.info('replication')).includes('master_link_status:up');
    await until(follows, { what: 'a replica to follow its master' });
  }
  // A master votes only for a replica that it knows as one.
  const know = async () => {
    const seen = await Promise.all(
      clients.map((client) => client.call('CLUSTER', 'NODES') as Promise<string>),
    );
    return seen.every((nodes) => (nodes.match(/slave /g) ?? []).length === masters * replicas);
  };
  await until(know, { what: 'all nodes to know the replicas' });
  for (const client of clients) client.disconnect();

  return {
    url: `redis${tls ? 's' : ''}+cluster://${ports.map((port) => `127.0.0.1:${port}`).join(',')}`,
    /** The masters first, then their replicas. */
    ports,
    nodes,
    /** The masters' ids. */
    ids: ids.slice(0, masters),
    /** Which of the masters had a key's slot at first. */
    masterOf: async (key: string): Promise<number> => {
      const client = new Redis(ports[0] ?? 0, '127.0.0.1');
      const slot = Number(await client.call('CLUSTER', 'KEYSLOT', key));
      client.disconnect();
      return [...ports.keys()].findIndex((index) => slot < Math.floor(((index + 1) * SLOTS) / masters));
    },
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}
