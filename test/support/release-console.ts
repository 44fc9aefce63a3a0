import type { ConsoleIdentity } from '../../src/adapters/koa/console/console-handler.ts';
import { createLog } from '../../src/adapters/pino/log.ts';
import type { RunPool } from '../../src/application/analysis/simulation/simulate.ts';
import { consoleCodes } from '../../src/container/console-codes.ts';
import { type ConsoleReleases, consoleReleases } from '../../src/container/console-releases.ts';
import { Disposer } from '../../src/container/disposer.ts';
import { publisherOf } from '../../src/container/register-publisher.ts';
import { registerRecords } from '../../src/container/register-records.ts';
import { registerShared } from '../../src/container/register-shared.ts';
import { type Get, Registry } from '../../src/container/registry.ts';
import { readSettings } from '../../src/container/settings.ts';
import { tokens } from '../../src/container/tokens.ts';
import { activitiesDir } from './activities-dir.ts';
import { startConsole, type TestConsole } from './console.ts';
import { sequentialPool } from './simulations.ts';
import { tempDir } from './temp-dir.ts';

export interface ReleaseConsoleOptions {
  /** Folders of activities: what each `data.json` holds. */
  readonly files?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly dataDir?: string;
  readonly activities?: string;
  readonly pool?: RunPool;
  readonly identity?: ConsoleIdentity;
  /** Whether files are published as they change. */
  readonly publishes?: boolean;
}

export interface ReleaseConsole extends TestConsole {
  readonly get_: Get;
  readonly releases: ConsoleReleases;
  readonly activitiesDir: string;
  readonly dataDir: string;
}

/** The console's routes of activities, drafts, releases, simulations and codes over real HTTP, on real stores. */
export async function startReleaseConsole(options: ReleaseConsoleOptions = {}): Promise<ReleaseConsole> {
  const dataDir = options.dataDir ?? (await tempDir());
  const dir = options.activities ?? (await activitiesDir(options.files ?? {}));
  const env = { ACTIVITIES_DIR: dir, DATA_DIR: dataDir, ...options.env };
  const reading = readSettings(env, 1);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  const registry = new Registry();
  const disposer = new Disposer();
  registerShared(registry, { settings: reading.settings, log: createLog('silent'), disposer });
  registerRecords(registry, 'operations');
  const get: Get = (token) => registry.get(token);
  await get(tokens.records).settled();
  const publisher = options.publishes ? publisherOf(get) : null;
  await publisher?.start();
  const releases = await consoleReleases(get, options.pool ?? sequentialPool);
  const { identity } = options;
  const console = await startConsole({
    routes: [...releases.routes, ...consoleCodes(get, releases.prizes)],
    ...(identity && { identity }),
  });
  return {
    ...console,
    get_: get,
    releases,
    activitiesDir: dir,
    dataDir,
    close: async () => {
      await console.close();
      await releases.close();
      await publisher?.close();
      await disposer.dispose();
    },
  };
}
