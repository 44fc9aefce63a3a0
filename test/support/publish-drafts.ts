import { createLog } from '../../src/adapters/pino/log.ts';
import { Disposer } from '../../src/container/disposer.ts';
import { publisherOf } from '../../src/container/register-publisher.ts';
import { registerRecords } from '../../src/container/register-records.ts';
import { registerShared } from '../../src/container/register-shared.ts';
import { type Get, Registry } from '../../src/container/registry.ts';
import { readSettings } from '../../src/container/settings.ts';
import { tokens } from '../../src/container/tokens.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Publishes the drafts of these settings from this process, as an operations process would, and follows them until it is
 * closed. Resolves when the first look has ended. A public process alone has nothing to serve, and a whole operations process
 * for each would take most of the time of the tests.
 */
export async function publishDrafts(env: Env): Promise<{ close(): Promise<void> }> {
  const reading = readSettings({ ...env, REDIS_URL: undefined, REDIS_CA_FILE: undefined }, 1);
  // The program will report what is wrong.
  if (!reading.ok) return { close: async () => {} };
  const registry = new Registry();
  const disposer = new Disposer();
  registerShared(registry, { settings: reading.settings, log: createLog('silent'), disposer });
  registerRecords(registry, 'operations');
  const get: Get = (token) => registry.get(token);
  await get(tokens.records).settled();
  const publisher = publisherOf(get);
  await publisher.start();
  return {
    close: async () => {
      await publisher.close();
      await disposer.dispose();
    },
  };
}
