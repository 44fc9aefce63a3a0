import { join } from 'node:path';
import { RecordConnection } from '../adapters/sql/records/record-connection.ts';
import { SqlDeliveryCounts } from '../adapters/sql/records/sql-delivery-counts.ts';
import { AesVault } from '../adapters/vault/aes-vault.ts';
import { readDataKeys, readOrMakeDataKeys } from '../adapters/vault/data-keys.ts';
import type { Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/**
 * The record store, and what seals the texts in it.
 * @param patience how long a query may take: a visitor waits for its answer, or nobody does
 */
export function registerRecords(registry: Registry, patience: 'visitor' | 'operations'): void {
  registry.factory(tokens.records, (get) => {
    const { records } = get(tokens.settings);
    const connection = new RecordConnection(records, patience, get(tokens.errorReporter));
    get(tokens.disposer).push(() => connection.close());
    return connection;
  });
  registry.factory(tokens.deliveryCounts, (get) => new SqlDeliveryCounts(get(tokens.records)));
  registry.value(tokens.relayStatus, { state: async () => ({ lagSeconds: 0, halted: [] }) });
  registry.factory(tokens.vault, (get) => {
    const path = dataKeyPath(get(tokens.settings));
    if (path === null) return null;
    return new AesVault(path.isOurs ? readOrMakeDataKeys(path.file) : readDataKeys(path.file));
  });
}

/** `null` in production without `DATA_KEY_FILE`: there, keys are the operator's to make and to keep. */
export function dataKeyPath({
  dataKeyFile,
  dataDir,
  production,
}: Settings): { readonly file: string; readonly isOurs: boolean } | null {
  if (dataKeyFile !== null) return { file: dataKeyFile, isOurs: false };
  return production ? null : { file: join(dataDir, 'keys.json'), isOurs: true };
}
