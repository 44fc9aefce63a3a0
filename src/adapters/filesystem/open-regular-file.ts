import type { BigIntStats } from 'node:fs';
import { constants, type FileHandle, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UnreadableFile, unreadable } from './unreadable-file.ts';

export interface RegularFile {
  readonly handle: FileHandle;
  readonly lengthBytes: number;
  /** Changes whenever the content may have changed. */
  readonly version: string;
  /** When the content was last changed, in milliseconds since the epoch. */
  readonly modifiedAt: number;
}

export interface FilePlace {
  /** May be a link, and is resolved at each call, because it may be replaced at any time. */
  readonly dir: string;
  /** A folder in `dir`: then the file is in it, too, after all symbolic links are followed. */
  readonly folder?: string;
  /** The path in the folder. */
  readonly name: string;
}

/**
 * Opens a regular file of at most `maxBytes` that is inside `dir` after all symbolic links are followed. The caller closes
 * the handle.
 *
 * `O_NONBLOCK`: without it, opening a FIFO waits for a writer and occupies one of Node's four I/O threads.
 *
 * @throws UnreadableFile
 */
export async function openRegularFile(
  { dir, folder, name }: FilePlace,
  maxBytes: number,
): Promise<RegularFile> {
  let handle: FileHandle | undefined;
  try {
    const root = await realpath(dir);
    const base = folder === undefined ? root : await realpathIn(root, folder);
    const real = await realpathIn(base, name);
    // `realpath` returns no link. If the file was replaced by a link since, it is not followed.
    handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const stat = await handle.stat({ bigint: true });
    if (!stat.isFile()) throw new UnreadableFile('not_a_regular_file');
    if (stat.size > maxBytes) {
      throw new UnreadableFile('file_too_large', { bytes: String(stat.size), most: String(maxBytes) });
    }
    return {
      handle,
      lengthBytes: Number(stat.size),
      version: versionOf(stat),
      modifiedAt: Number(stat.mtimeMs),
    };
  } catch (error) {
    await handle?.close();
    throw unreadable(error);
  }
}

/** Changes whenever the content of the file may have changed. */
export function versionOf({ size, mtimeNs }: BigIntStats): string {
  return `${size.toString(36)}-${mtimeNs.toString(36)}`;
}

async function realpathIn(root: string, path: string): Promise<string> {
  const real = await realpath(join(root, path));
  if (!real.startsWith(root + sep)) throw new UnreadableFile('link_leads_out');
  return real;
}
