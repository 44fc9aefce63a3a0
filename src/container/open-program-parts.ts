import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import type { CommandParts, DrawStore, Io, NewFolder } from '../adapters/cli/command.ts';
import type { ProgramParts } from '../adapters/cli/program.ts';
import { drawDatabaseExists } from '../adapters/sql/draw-database-file.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { kindReadings, kinds } from '../application/kinds/kinds.ts';
import { Disposer } from './disposer.ts';
import type { Get, Registry } from './registry.ts';
import { servingNeeds } from './serving-needs.ts';
import { readSettings, type Settings } from './settings.ts';
import { tokens } from './tokens.ts';
import { userName } from './user-name.ts';

/** The package keeps the schemas beside what is built. */
const SCHEMAS = fileURLToPath(new URL('../../schemas/', import.meta.url));

type Serve = (settings: Settings, io: Io) => Promise<void>;

/** Opens the parts of commands. Each part loads its modules when it is asked for: a check needs no server. */
export function openProgramParts(serve: Serve): ProgramParts['open'] {
  return (which, env) => {
    // Commands that read and write the activities' files need no passport, also in production.
    const read = { all: env, authoring: { ...env, NODE_ENV: undefined }, none: {} }[which];
    const reading = readSettings(read, availableParallelism());
    if (!reading.ok) return reading;
    const settings = { ...reading.settings, production: env.NODE_ENV === 'production' };
    const disposer = new Disposer();
    const parts = commandParts(settings, disposer, serve, env);
    return { ok: true, parts, close: () => disposer.dispose() };
  };
}

function commandParts(
  settings: Settings,
  disposer: Disposer,
  serve: Serve,
  env: Parameters<ProgramParts['open']>[1],
): CommandParts {
  const { activitiesDir } = settings;
  const registry = once(() => commandRegistry(settings, disposer));
  const activities = once(async () => {
    const { registerActivityFiles } = await import('./register-activities.ts');
    await registerActivityFiles(await registry());
    return registry();
  });
  const ledger = once(async () => {
    const { registerLedgerSnapshot } = await import('./register-draws.ts');
    registerLedgerSnapshot(await registry());
    return (await registry()).get(tokens.ledgerSnapshot);
  });
  const getter = async (): Promise<Get> => {
    const from = await registry();
    return (token) => from.get(token);
  };
  const parts: CommandParts = {
    kinds,
    clock: systemClock,
    activitiesFolder: resolve(activitiesDir),
    activities: async () => {
      const found = await activities();
      return { configs: found.get(tokens.configs), media: found.get(tokens.media) };
    },
    hasActivityFolder: async (id) => {
      const { hasActivityFolder } = await import('../adapters/filesystem/activity-folders.ts');
      return hasActivityFolder(activitiesDir, id);
    },
    readProposed: async (path, activityId) => {
      const { readProposedFile } = await import('../adapters/filesystem/activity-files.ts');
      return readProposedFile(path, activityId, kindReadings);
    },
    writeActivity: (id, files) => writeActivity(activitiesDir, id, files),
    schemaPath: (dispatch, id) =>
      relative(resolve(activitiesDir, id), `${SCHEMAS}${dispatch}.json`).replaceAll('\\', '/'),
    get drawStore() {
      return drawStoreOf(settings);
    },
    ledger,
    ledgerIfAny: async () => {
      if (parts.drawStore.exists) return ledger();
      const { emptySnapshot } = await import('./register-draws.ts');
      return emptySnapshot();
    },
    grants: once(async () => {
      const { openGrants } = await import('./register-draw-tasks.ts');
      return openGrants(await getter());
    }),
    recovery: once(async () => {
      const { openRecovery } = await import('./register-draw-tasks.ts');
      return openRecovery(await getter());
    }),
    relay: once(async () => {
      const { openRelayRecovery } = await import('./register-relay.ts');
      return openRelayRecovery(await getter());
    }),
    codes: once(async () => {
      const { openCodes } = await import('./open-codes.ts');
      return openCodes(await getter());
    }),
    releases: async (use) => {
      const { openReleaseTasks } = await import('./open-release-tasks.ts');
      return openReleaseTasks(await getter(), use);
    },
    readDraft: async (id, path) => {
      const { readDraftFile } = await import('../adapters/filesystem/read-draft-file.ts');
      return readDraftFile(activitiesDir, id, kindReadings, path);
    },
    get userName() {
      return userName(env);
    },
    get isTerminal() {
      return isatty(0);
    },
    readLine: readLineOfStdin,
    sleep: (ms) => sleep(ms),
    deliveries: async (use) => {
      const { openDeliveryDesk } = await import('./register-webhooks.ts');
      return openDeliveryDesk(await getter(), use);
    },
    endpoints: settings.endpoints,
    testEndpoint: async (endpoint) => {
      const { sendSample } = await import('./register-webhooks.ts');
      return sendSample(await getter(), endpoint);
    },
    counters: async (use) => {
      const { openCounters } = await import('./register-counter.ts');
      return openCounters(await getter(), use);
    },
    operators: async (use) => {
      const { openOperatorTasks } = await import('./open-operator-tasks.ts');
      return openOperatorTasks(await getter(), use, parts.userName);
    },
    access: async () => {
      const { openAccessFacts } = await import('./register-access.ts');
      return openAccessFacts(await getter());
    },
    tokenVerifier: once(async () => {
      const { registerVisitorsForCommand } = await import('./register-visitors.ts');
      registerVisitorsForCommand(await registry());
      return (await registry()).get(tokens.tokenVerifier);
    }),
    runPool: async () => {
      const { ThreadRunPool } = await import('../adapters/threads/thread-run-pool.ts');
      return new ThreadRunPool(availableParallelism());
    },
    get needs() {
      return servingNeeds(settings, 'files');
    },
    deliveryTasks: async (use) => {
      const { openDeliveryTasks } = await import('./open-delivery-tasks.ts');
      return openDeliveryTasks(await getter(), use);
    },
    keyTasks: once(async () => {
      const { openKeyTasks } = await import('./open-delivery-tasks.ts');
      return openKeyTasks(await getter());
    }),
    makeDataKeyFile: async (path) => {
      const { makeDataKeyFile } = await import('../adapters/vault/change-data-keys.ts');
      makeDataKeyFile(path);
    },
    serve: (io) => serve(settings, io),
  };
  return parts;
}

async function commandRegistry(settings: Settings, disposer: Disposer): Promise<Registry> {
  const [{ Registry }, { registerShared }, { registerRecords }, { createLog }] = await Promise.all([
    import('./registry.ts'),
    import('./register-shared.ts'),
    import('./register-records.ts'),
    import('../adapters/pino/log.ts'),
  ]);
  const registry = new Registry();
  // A command reports by its output; lines of a log would stand in between.
  registerShared(registry, { settings, log: createLog('silent'), disposer, redis: 'patient' });
  registerRecords(registry, 'operations');
  return registry;
}

function drawStoreOf({ redis, dataDir }: Settings): DrawStore {
  if (redis) return { kind: 'redis', exists: true };
  return { kind: 'sqlite', exists: drawDatabaseExists(dataDir), folder: resolve(dataDir) };
}

async function writeActivity(
  dir: string,
  id: string,
  files: Readonly<Record<string, string>>,
): Promise<NewFolder> {
  const { writeNewFolder } = await import('../adapters/filesystem/new-folder.ts');
  return writeNewFolder(dir, id, files);
}

/* Ends at the first line: on a terminal, nobody has to end the input. */
async function readLineOfStdin(mostBytes: number): Promise<Buffer> {
  let read = Buffer.alloc(0);
  for await (const chunk of process.stdin) {
    read = Buffer.concat([read, chunk as Buffer]);
    if (read.includes('\n') || read.length >= mostBytes) break;
  }
  const end = read.indexOf('\n');
  return read.subarray(0, end === -1 ? mostBytes : end);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
