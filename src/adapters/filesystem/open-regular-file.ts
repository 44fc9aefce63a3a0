import type { BigIntStats } from 'node:fs';
import { constants, type FileHandle, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { UnreadableFile, unreadable } from './unreadable-file.ts';

export interface RegularFile {
  readonly handle: FileHandle;
  readonly lengthBytes: number;
  /** Changes whenever the content may have. */
  readonly version: string;
}

/**
 * Opens a file of `dir` that strangers or operators may have put there: it must be a regular file of at most `maxBytes`
 * that lies inside `dir` after every symbolic link is followed, that of `dir` itself too, which may be swapped for
 * another tree at any time. The caller closes the handle.
 *
 * Opened with `O_NONBLOCK`, since an open of a FIFO otherwise waits for a writer in one of Node's four I/O
 * threads; four of those stall every file access of the process.
 *
 * @throws UnreadableFile
 */
export async function openRegularFile(dir: string, name: string, maxBytes: number): Promise<RegularFile> {
  let handle: FileHandle | undefined;
  try {
    const root = await realpath(dir);
    const real = await realpath(join(root, name));
    if (!real.startsWith(root + sep)) throw new UnreadableFile('link_leads_out');
    // What `realpath` returned is no link; if one has been put in its place since, it is not followed.
    handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const stat = await handle.stat({ bigint: true });
    if (!stat.isFile()) throw new UnreadableFile('not_a_regular_file');
    if (stat.size > maxBytes) {
      throw new UnreadableFile('file_too_large', { bytes: String(stat.size), most: String(maxBytes) });
    }
    return { handle, lengthBytes: Number(stat.size), version: versionOf(stat) };
  } catch (error) {
    await handle?.close();
    throw unreadable(error);
  }
}

/** Changes whenever the content of the file may have. */
export function versionOf({ size, mtimeNs }: BigIntStats): string {
  return `${size.toString(36)}-${mtimeNs.toString(36)}`;
}
