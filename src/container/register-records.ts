import { join } from 'node:path';
import { RecordConnection } from '../adapters/sql/records/record-connection.ts';
import { SqlCodePool } from '../adapters/sql/records/sql-code-pool.ts';
import { SqlDeliveryCounts } from '../adapters/sql/records/sql-delivery-counts.ts';
import { SqlRelayStatus } from '../adapters/sql/records/sql-relay-status.ts';
import { AesVault } from '../adapters/vault/aes-vault.ts';
import { readOrMakeDataKeys } from '../adapters/vault/data-keys.ts';
import { FollowedKeys } from '../adapters/vault/followed-keys.ts';
import type { Vault } from '../domain/shared/vault.ts';
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
  registry.factory(tokens.relayStatus, (get) => new SqlRelayStatus(get(tokens.records)));
  registry.factory(tokens.vault, (get) => vaultOf(get(tokens.settings)));
  // Without keys no code was ever loaded.
  registry.factory(tokens.codePool, (get) => {
    const vault = get(tokens.vault);
    return vault && new SqlCodePool(get(tokens.records), vault);
  });
}

/** `null` in production without `DATA_KEY_FILE`. @throws Error if the file of keys cannot be read */
export function vaultOf(settings: Settings): Vault | null {
  const path = dataKeyPath(settings);
  if (path === null) return null;
  if (path.isOurs) readOrMakeDataKeys(path.file);
  // `keys rotate` changes the file while this process runs.
  return new AesVault(new FollowedKeys(path.file));
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
