import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeliveryTasks, KeyTasks, RecordsUse } from '../adapters/cli/delivery-parts.ts';
import { SqlHandOvers } from '../adapters/sql/records/sql-hand-overs.ts';
import { SqlPersonalData } from '../adapters/sql/records/sql-personal-data.ts';
import { SqlSealedTexts } from '../adapters/sql/records/sql-sealed-texts.ts';
import { SqlWonList } from '../adapters/sql/records/sql-won-list.ts';
import { AesVault } from '../adapters/vault/aes-vault.ts';
import { addDataKey, dropDataKey, turnToNewestKey } from '../adapters/vault/change-data-keys.ts';
import { keyFileChangedAt, readDataKeys } from '../adapters/vault/data-keys.ts';
import { reseal } from '../application/deliveries/reseal.ts';
import { openRecordsIfAny } from './open-records.ts';
import { dataKeyPath } from './register-records.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/** What commands do with deliveries; `null` where there is no record store yet. @throws Error as `openRecords` does */
export async function openDeliveryTasks(get: Get, use: RecordsUse): Promise<DeliveryTasks | null> {
  const records = await openRecordsIfAny(get, use);
  return (
    records && {
      wonList: new SqlWonList(records),
      handOvers: new SqlHandOvers(records),
      personalData: new SqlPersonalData(records),
      sealedTexts: new SqlSealedTexts(records),
      vault: () => {
        const path = keyPathOf(get);
        return path === null ? null : new AesVault(readDataKeys(path));
      },
    }
  );
}

/** What commands do with the file of keys; `null` where the settings name none, or the service has not made it yet. */
export function openKeyTasks(get: Get): KeyTasks | null {
  const path = keyPathOf(get);
  if (path === null) return null;
  return {
    path,
    ids: () => {
      const { current, keys } = readDataKeys(path);
      return { current, all: [...keys.keys()] };
    },
    changedAt: () => keyFileChangedAt(path),
    add: () => addDataKey(path),
    turn: () => turnToNewestKey(path),
    drop: (id) => dropDataKey(path, id),
    reseal: (texts, onProgress) => {
      const keys = readDataKeys(path);
      return reseal({ texts, vault: new AesVault(keys), pause: sleep }, keys.current, onProgress);
    },
  };
}

function keyPathOf(get: Get): string | null {
  const path = dataKeyPath(get(tokens.settings));
  return path === null || (path.isOurs && !existsSync(path.file)) ? null : path.file;
}
