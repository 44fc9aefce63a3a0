import { type RunningProgram, startProgram } from './built-program.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { startRedis, type TestRedis } from './redis-server.ts';
import { tempDir } from './temp-dir.ts';

/** What two machines would run: on each, two workers of the public side and an operations process. */
export interface TwoMachines {
  readonly redis: TestRedis;
  readonly postgres: TestPostgres;
  readonly publics: readonly [RunningProgram, RunningProgram];
  readonly operations: readonly [RunningProgram, RunningProgram];
  /** The settings of a machine. */
  readonly envOf: (machine: 0 | 1) => Record<string, string>;
  stop(): Promise<void>;
}

/** Starts them, on one Redis, one PostgreSQL and one folder of activities. */
export async function startTwoMachines(
  activities: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<TwoMachines> {
  const redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  const postgres = await startPostgres();
  const url = await postgres.newDatabase();
  const dataDirs = [await tempDir(), await tempDir()];
  const keys = { DATA_KEY_FILE: '' };
  const envOf = (machine: 0 | 1) => ({
    ...keys,
    ...settings,
    ACTIVITIES_DIR: activities,
    REDIS_URL: redis.url,
    DATABASE_URL: url,
    DATA_DIR: dataDirs[machine] as string,
  });
  const operations = await bothOf((machine) => startProgram({ ...envOf(machine), ROLE: 'operations' }));
  const publics = await bothOf((machine) =>
    startProgram({ ...envOf(machine), ROLE: 'public', WORKERS: '2' }, { publishes: false }),
  );
  return {
    redis,
    postgres,
    publics,
    operations,
    envOf,
    stop: async () => {
      await Promise.all([...publics, ...operations].map((program) => program.stop('SIGKILL')));
      await Promise.all([redis.stop(), postgres.stop()]);
    },
  };
}

async function bothOf<T>(make: (machine: 0 | 1) => Promise<T>): Promise<readonly [T, T]> {
  return Promise.all([make(0), make(1)]);
}
