import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster } from 'ioredis';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import { createRedisClient, type RedisClient } from './redis-client.ts';
import { RedisDurability } from './redis-durability.ts';
import type { RedisTarget } from './redis-target.ts';

/* The connect timeout: after it, a server that has not answered counts as away, and the start goes on without it. */
const FIRST_CONNECTION_MS = 1000;

export interface RedisConnection {
  readonly client: RedisClient;
  /** Resolves when the server is connected and checked, after 1 s at the latest: a start does not depend on Redis. */
  settled(): Promise<void>;
  isReady(): boolean;
  /** Whether the server keeps what it acknowledges. */
  readonly durability: RedisDurability;
  close(): Promise<void>;
}

/**
 * Connects, and reconnects until it is closed. Errors of the connection itself are reported.
 * @param manner `patient` for commands, which read much at once and keep no visitor waiting
 */
export function openRedis(
  target: RedisTarget,
  errorReporter: ErrorReporter,
  manner: 'prompt' | 'patient' = 'prompt',
): RedisConnection {
  const client = createRedisClient(target, manner);
  // An `error` event without a listener ends the process.
  client.on('error', (error: Error) => errorReporter.report('redis connection failed', error));
  const durability = new RedisDurability(client, errorReporter);
  return {
    client,
    durability,
    settled: () =>
      Promise.race([
        connected(client)
          .then(() => durability.check())
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
