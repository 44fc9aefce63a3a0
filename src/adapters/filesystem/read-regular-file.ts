import { constants, type FileHandle, open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { UnreadableFile, unreadable } from './unreadable-file.ts';

export interface RegularFile {
  readonly bytes: Buffer;
  /** Changes whenever the content may have. */
  readonly version: string;
}

/* Writers that do not rename into place are usually done within this many tries. */
const TORN_READ_RETRIES = 5;

/**
 * Reads a whole file that strangers or operators may have put there: it must be a regular file of at most
 * `maxBytes` that lies inside `root` (itself a real path) after every symbolic link is followed.
 *
 * Opened with `O_NONBLOCK`, since an open of a FIFO otherwise waits for a writer in one of Node's four I/O
 * threads; four of those stall every file access of the process.
 *
 * @throws UnreadableFile
 */
export async function readRegularFile(path: string, root: string, maxBytes: number): Promise<RegularFile> {
  let handle: FileHandle | undefined;
  try {
    const real = await realpath(path);
    if (!real.startsWith(root + sep)) throw new UnreadableFile('is a link that leads out of its folder');
    // What `realpath` returned is no link; if one has been put in its place since, it is not followed.
    handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    return await readWhole(handle, maxBytes);
  } catch (error) {
    throw unreadable(error);
  } finally {
    await handle?.close();
  }
}

async function readWhole(handle: FileHandle, maxBytes: number): Promise<RegularFile> {
  for (let attempt = 1; ; attempt++) {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) throw new UnreadableFile('is not a regular file');
    if (before.size > maxBytes) {
      throw new UnreadableFile(`is ${before.size} bytes, more than the ${maxBytes} that are allowed`);
    }
    const buffer = Buffer.alloc(Number(before.size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const after = await handle.stat({ bigint: true });
    const whole =
      bytesRead === buffer.length && after.mtimeNs === before.mtimeNs && after.size === before.size;
    // A file that is being written all the time is taken as it is: whoever parses it will judge.
    if (whole || attempt === TORN_READ_RETRIES) {
      return {
        bytes: buffer.subarray(0, bytesRead),
        version: `${after.size.toString(36)}-${after.mtimeNs.toString(36)}`,
      };
    }
  }
}
