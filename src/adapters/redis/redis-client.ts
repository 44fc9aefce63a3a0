import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { tolerateLag } from './lag-tolerant-timeouts.ts';
import type { Credentials, RedisTarget } from './redis-target.ts';

export type RedisClient = Redis | Cluster;

tolerateLag();

/** Commands that already hold the work of many visitors, and are not pipelined. */
export const batchedScripts = ['cmsRead', 'cmsAccounts', 'cmsCommit', 'cmsCommitUnits'] as const;

/*
 * A command is answered soon or fails: nothing is queued while Redis is away, and nothing is sent twice. A command
 * that timed out does not run later, because its socket is closed (`commandTimeout` alone leaves it in the queue).
 */
const PROMPT = {
  /* A visitor waits for it. Redis on the same network answers in 1 ms; a person notices a delay of 200 ms. */
  commandTimeout: 200,
  /* On the same network a connection takes milliseconds; 1 s allows for one lost SYN packet. */
  connectTimeout: 1000,
  /*
   * A little more than `commandTimeout`: a connection without any answer for so long is dead. When it is closed, its
   * commands fail, and the next ones fail at once, so that a request with three commands waits only for the first.
   */
  socketTimeout: 250,
  maxRetriesPerRequest: 0,
  // Commands of one turn of the event loop are sent in one write, and Redis syncs the disk once for them.
  enableAutoPipelining: true,
  autoPipeliningIgnoredCommands: [...batchedScripts],
  // After a failover the old master answers READONLY, and the connection must find the new one.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
} satisfies RedisOptions;

/* A Redis that is back is found within 1 s. Jitter spreads the connections of many processes. */
function retryDelayMs(attempt: number): number {
  return Math.min(50 * attempt, 400) + Math.random() * 100;
}

/* A command that reads a whole log keeps no visitor waiting, and a reply of thousands of entries may take seconds. */
const PATIENT = { commandTimeout: 30_000, socketTimeout: 30_000 };

export function createRedisClient(target: RedisTarget, manner: 'prompt' | 'patient'): RedisClient {
  const common = commonOptions(target, manner);
  switch (target.kind) {
    case 'single':
      return new Redis({ ...common, ...ONE_SERVER, ...target.address, db: target.db });
    case 'sentinel':
      return new Redis({ ...common, ...ONE_SERVER, ...sentinelOptions(target) });
    case 'cluster':
      return createCluster(target, common);
  }
}

function commonOptions(target: RedisTarget, manner: 'prompt' | 'patient') {
  return {
    ...(manner === 'patient' ? { ...PROMPT, ...PATIENT } : PROMPT),
    ...credentialsOf(target),
    ...(target.tls && { tls: tlsOf(target) }),
  };
}

const ONE_SERVER = { enableOfflineQueue: false, retryStrategy: retryDelayMs } satisfies RedisOptions;

function sentinelOptions(target: Extract<RedisTarget, { kind: 'sentinel' }>) {
  const own = target.sentinelCredentials;
  return {
    sentinels: [...target.sentinels],
    name: target.masterName,
    sentinelRetryStrategy: retryDelayMs,
    ...(target.tls && { sentinelTLS: tlsOf(target), enableTLSForSentinelMode: true }),
    ...(own?.username && { sentinelUsername: own.username }),
    ...(own?.password && { sentinelPassword: own.password }),
  };
}

function createCluster(
  target: Extract<RedisTarget, { kind: 'cluster' }>,
  redisOptions: ReturnType<typeof commonOptions>,
): Cluster {
  const cluster = new Cluster([...target.nodes], {
    enableOfflineQueue: false,
    clusterRetryStrategy: retryDelayMs,
    retryDelayOnFailover: 0,
    // As long as a connection may take: a node that does not answer in this time is away, and the next one is asked.
    slotsRefreshTimeout: 1000,
    redisOptions,
    // A certificate names the host; with a resolved address it would not match.
    ...(target.tls && { dnsLookup: (host, found) => found(null, host) }),
  });
  // ioredis connects a node at its first command; without an offline queue, commands right after that one would fail.
  const connect = (node: Redis) => node.status === 'wait' && node.connect().catch(() => {});
  /*
   * Not before the cluster is ready: its own check goes to any node, and fails at one that is connecting. With names in
   * the URL and addresses in the cluster's answer, all nodes are connecting at that time.
   */
  cluster.on('ready', () => cluster.nodes().forEach(connect));
  cluster.on('+node', (node: Redis) => cluster.status === 'ready' && connect(node));
  return cluster;
}

function credentialsOf({ username, password }: Credentials): Credentials {
  return { ...(username && { username }), ...(password && { password }) };
}

function tlsOf({ ca }: RedisTarget): { ca?: string } {
  return ca === undefined ? {} : { ca };
}
