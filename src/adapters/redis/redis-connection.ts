import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import { RedisDurability } from './redis-durability.ts';
import type { RedisTarget } from './redis-target.ts';

export type RedisClient = Redis | Cluster;

/** What has been gathered from many visitors already goes by itself. */
export const batchedScripts = ['cmsRead', 'cmsCommit'] as const;

/*
 * A command is answered at once or not at all: nothing is queued while Redis is away, nothing is sent twice,
 * and a command given up on is not left in a queue to run later, because the socket that does not answer is
 * closed soon after (`commandTimeout` alone leaves them queued).
 */
const promptness = {
  /** A visitor waits for this; on one network Redis answers in 1 ms, and 200 is where a person notices. */
  commandTimeout: 200,
  /** A server that accepts no connection within a second is away. */
  connectTimeout: 1000,
  /*
   * A connection on which nothing came back for a little longer than a command may take is dead. Closing it
   * rejects what was sent on it, and what follows fails at once: a request that asks Redis three times waits
   * for the first of them only.
   */
  socketTimeout: 250,
  maxRetriesPerRequest: 0,
  // What visitors ask in one turn of the event loop goes in one write, and Redis syncs it to the disk once.
  enableAutoPipelining: true,
  autoPipeliningIgnoredCommands: [...batchedScripts],
  // After a failover the old master answers READONLY: the connection must find the new one.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
} satisfies RedisOptions;

/* So often that a Redis that is back is found within a second; jitter, so that all servers do not come at once. */
function retryDelayMs(attempt: number): number {
  return Math.min(50 * attempt, 400) + Math.random() * 100;
}

/** How long a start waits for Redis before it goes on without. */
const FIRST_CONNECTION_MS = 1000;

export interface RedisConnection {
  readonly client: RedisClient;
  /**
   * Waits until the first connection stands and has been looked at, or a second at the most: a start does not
   * depend on Redis.
   */
  settled(): Promise<void>;
  isReady(): boolean;
  /** How lasting the server's memory is. */
  readonly durability: RedisDurability;
  close(): Promise<void>;
}

/* Whoever reads a whole log has no visitor waiting, and may ask for more than a moment's answer at a time. */
const patience = { commandTimeout: 30_000, socketTimeout: 30_000 };

/**
 * Connects, and keeps connecting as long as it is open. Faults of the connection itself go to the log.
 * @param manner `patient` for tools that ask for much at once, and whom nobody waits for
 */
export function openRedis(
  target: RedisTarget,
  errorReporter: ErrorReporter,
  manner: 'prompt' | 'patient' = 'prompt',
): RedisConnection {
  const client = clientFor(target, manner === 'patient' ? { ...promptness, ...patience } : promptness);
  // Without a listener Node ends the process on an `error` event.
  client.on('error', (error: Error) => errorReporter.report('redis connection failed', error));
  const durability = new RedisDurability(client, errorReporter);
  return {
    client,
    durability,
    settled: () =>
      Promise.race([
        connected(client)
          .then(() => durability.look())
          .catch(() => {}),
        pause(FIRST_CONNECTION_MS, undefined, { ref: false }),
      ]),
    isReady: () => client.status === 'ready',
    close: async () => {
      client.disconnect();
    },
  };
}

async function connected(client: RedisClient): Promise<void> {
  await ready(client);
  if (client instanceof Cluster) await Promise.all(client.nodes('master').map(ready));
}

async function ready(client: RedisClient): Promise<void> {
  if (client.status !== 'ready') await once(client, 'ready');
}

function clientFor(target: RedisTarget, commandOptions: typeof promptness): RedisClient {
  const credentials = {
    ...(target.username && { username: target.username }),
    ...(target.password && { password: target.password }),
  };
  const tls = target.tls ? { ...(target.ca !== undefined && { ca: target.ca }) } : undefined;
  const encryption = tls && { tls };
  const single = {
    ...commandOptions,
    ...credentials,
    ...encryption,
    enableOfflineQueue: false,
    retryStrategy: retryDelayMs,
  };
  switch (target.kind) {
    case 'single':
      return new Redis({ ...single, ...target.address, db: target.db });
    case 'sentinel': {
      const own = target.sentinelCredentials;
      return new Redis({
        ...single,
        sentinels: [...target.sentinels],
        name: target.masterName,
        sentinelRetryStrategy: retryDelayMs,
        ...(tls && { sentinelTLS: tls, enableTLSForSentinelMode: true }),
        ...(own?.username && { sentinelUsername: own.username }),
        ...(own?.password && { sentinelPassword: own.password }),
      });
    }
    case 'cluster': {
      const cluster = new Cluster([...target.nodes], {
        enableOfflineQueue: false,
        clusterRetryStrategy: retryDelayMs,
        retryDelayOnFailover: 0,
        slotsRefreshTimeout: 1000,
        redisOptions: { ...commandOptions, ...credentials, ...encryption },
        // A certificate names the host: an address that the host's name was resolved to would not be accepted.
        ...(tls && { dnsLookup: (host, found) => found(null, host) }),
      });
      // A node is else connected to by its first command, and without a queue the ones right behind it fail.
      const connect = (node: Redis) => node.status === 'wait' && node.connect().catch(() => {});
      /*
       * Not before the cluster is ready: its own check is sent to any node, and fails for one that is connecting. With
       * names in the URL and addresses in the cluster's answer, all are at that time.
       */
      cluster.on('ready', () => cluster.nodes().forEach(connect));
      cluster.on('+node', (node: Redis) => cluster.status === 'ready' && connect(node));
      return cluster;
    }
  }
}
