import { startRedis, type TestRedis } from './redis-server.ts';
import { tempDir } from './temp-dir.ts';

export const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always', '--maxmemory-policy', 'noeviction'];

export interface TestStore {
  /** The settings by which the program uses it. */
  readonly env: Readonly<Record<string, string>>;
  readonly redis: TestRedis | null;
  stop(): Promise<void>;
}

/** The stores that draws are kept in, each as it is meant to be run. */
export const stores: Readonly<Record<'SQLite' | 'Redis', () => Promise<TestStore>>> = {
  SQLite: async () => ({ env: { DATA_DIR: await tempDir() }, redis: null, stop: async () => {} }),
  Redis: async () => {
    const redis = await startRedis({ args: DURABLE });
    return { env: { REDIS_URL: redis.url }, redis, stop: () => redis.stop() };
  },
};
