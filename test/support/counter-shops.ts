import { join } from 'node:path';
import { openMigratedRecords, type RecordDatabase } from '../../src/adapters/sql/records/record-database.ts';
import { AesVault } from '../../src/adapters/vault/aes-vault.ts';
import { readOrMakeDataKeys } from '../../src/adapters/vault/data-keys.ts';
import { CounterTickets } from '../../src/application/deliveries/counter-tickets.ts';
import { activitiesDir } from './activities-dir.ts';
import { type RunningProgram, startProgram } from './built-program.ts';
import type { RecordStoreName } from './record-stores.ts';
import { recordTargets } from './record-stores.ts';
import { runCommand } from './run-command.ts';
import { stores } from './stores.ts';
import { tempDir } from './temp-dir.ts';

const rules = {
  timezone: 'Asia/Shanghai',
  prizes: { cup: { odds: '100%', delivery: { by: 'counter' } } },
};
const tea = {
  dispatch: 'shake',
  title: '双十一奶茶节',
  is_login_user: true,
  prizes: [{ id: 'cup', name: '奶茶一杯', image: 'media/cup.svg' }],
  rules,
};

/** Activities with a prize for a counter: `tea`, `coffee` and `bare` alike, and `sku` without prizes. */
export const counterActivities = { tea, coffee: tea, bare: tea, sku: { dispatch: 'sku' } };

export interface CounterShops {
  /** Two processes or programs that visitors may meet. */
  readonly bases: readonly [string, string];
  readonly programs: readonly RunningProgram[];
  readonly env: Readonly<Record<string, string>>;
  readonly records: RecordDatabase;
  /** Tickets as the service makes them, at any time. */
  ticketsAt(time: number): CounterTickets;
  /** Sets a new PIN by the command. */
  newPin(activityId: string): Promise<string>;
  close(): Promise<void>;
}

/** The built service: by two workers on SQLite, or two programs on PostgreSQL and Redis. */
export async function openCounterShops(
  name: RecordStoreName,
  ACTIVITIES_DIR?: string,
): Promise<CounterShops> {
  const target = await recordTargets[name]();
  const store = await (name === 'PostgreSQL' ? stores.Redis() : null);
  const DATA_KEY_FILE = join(await tempDir(), 'keys.json');
  const keys = readOrMakeDataKeys(DATA_KEY_FILE);
  const env: Record<string, string> = {
    ...store?.env,
    ...(target.kind === 'postgres' ? { DATABASE_URL: target.url } : { DATA_DIR: target.dir }),
    ACTIVITIES_DIR: ACTIVITIES_DIR ?? (await activitiesDir(counterActivities)),
    DATA_KEY_FILE,
  };
  const programs =
    target.kind === 'postgres'
      ? await Promise.all([startProgram(env), startProgram(env)])
      : [await startProgram({ ...env, WORKERS: '2' })];
  const records = await openMigratedRecords(target, 'operations');
  const bases = [programs[0]?.base, (programs[1] ?? programs[0])?.base] as [string, string];
  return {
    bases,
    programs,
    env,
    records,
    ticketsAt: (time) => new CounterTickets(new AesVault(keys), { now: () => time }),
    newPin: async (activityId) => (await runCommand(['counter', 'pin', activityId], env)).stdout.trim(),
    close: async () => {
      await records.close();
      await Promise.all(programs.map((program) => program.stop()));
      await store?.stop();
    },
  };
}
