import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { activityIdPattern } from '../../domain/activities/activity.ts';
import { FolderUnreadable } from '../../domain/activities/folder-unreadable.ts';

/* For each batch of entries, the event loop is busy for less than 1 ms. */
const ENTRIES_PER_BATCH = 512;

/** The ids of the folders in `dir`, sorted. @throws FolderUnreadable if it cannot be listed */
export function listActivityIds(dir: string): string[] {
  return entriesOf(dir)
    .filter(mayBeActivity)
    .map(({ name }) => name)
    .sort();
}

/** The ids of the folders in `dir`, in no order, without blocking the event loop. @throws Error if it cannot be listed */
export async function scanActivityIds(dir: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const entry of await opendir(dir, { bufferSize: ENTRIES_PER_BATCH })) {
    if (mayBeActivity(entry)) ids.push(entry.name);
  }
  return ids;
}

/** Whether the activity has a folder in `dir` that can be entered, with any content. */
export function hasActivityFolder(dir: string, id: string): boolean {
  try {
    return statSync(join(dir, id), { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch {
    return false;
  }
}

export function activityPath(dir: string, id: string): string {
  return join(dir, id, 'data.json');
}

/** Where the activity's file is, as findings name it: behind links. */
export function shownPath(dir: string, id: string): string {
  try {
    return activityPath(realpathSync.native(dir), id);
  } catch {
    return activityPath(resolve(dir), id);
  }
}

/** Changes whenever the file at this path may have changed; `null` if there is none. */
export function signatureOf(path: string): string | null {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat ? [stat.dev, stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join('-') : null;
  } catch (error) {
    // A circular link, or a folder without permission: the signature until that changes.
    return String((error as NodeJS.ErrnoException).code);
  }
}

function entriesOf(dir: string): Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch (error) {
    throw new FolderUnreadable(resolve(dir), error as NodeJS.ErrnoException);
  }
}

function mayBeActivity(entry: Dirent): boolean {
  return (entry.isDirectory() || entry.isSymbolicLink()) && activityIdPattern.test(entry.name);
}
