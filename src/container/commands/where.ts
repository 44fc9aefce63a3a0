import { resolve } from 'node:path';
import type { Language } from '../../adapters/cli/i18n/check-messages.ts';
import { folderMessages } from '../../adapters/cli/i18n/folder-messages.ts';
import { FolderUnreadable } from '../../adapters/filesystem/folder-unreadable.ts';
import type { Settings } from '../settings.ts';

/** The folder of the activities as an absolute path: the command may have been run in another folder than meant. */
export function activitiesFolder({ activitiesDir }: Pick<Settings, 'activitiesDir'>): string {
  return resolve(activitiesDir);
}

/** Where draws were looked for. */
export function drawStore({ redis, dataDir }: Pick<Settings, 'redis' | 'dataDir'>, exists: boolean): string {
  if (redis) return 'in Redis';
  return exists ? `in DATA_DIR ${resolve(dataDir)}` : `DATA_DIR ${resolve(dataDir)} has none`;
}

/** Why a command could not be done; where the folder of the activities is at fault, in the reader's language. */
export function faultWords(error: unknown, language: Language): string {
  return error instanceof FolderUnreadable
    ? folderMessages[language].unreadable(error.folder, error.reason)
    : (error as Error).message;
}
