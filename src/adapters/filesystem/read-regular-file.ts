import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';

export interface RegularFile {
  readonly bytes: Buffer;
  /** Changes whenever the content may have. */
  readonly version: string;
}

/** Why a file could not be taken. The message is for operators and names no more than the file itself. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
  /** Whether there simply is no such file. */
  readonly missing: boolean;

  constructor(reason: string, options?: ErrorOptions & { missing?: boolean }) {
    super(reason, options);
    this.missing = options?.missing ?? false;
  }
}

/* What `realpath` returned is no link; if one has been put in its place since, it is not followed. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

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
    handle = await open(inside(root, await realpath(path)), FLAGS);
    return await readWhole(handle, maxBytes);
  } catch (error) {
    throw unreadable(error);
  } finally {
    await handle?.close();
  }
}

/**
 * The same, and nothing else happens meanwhile: for a start, where nobody is served yet. Of ten thousand small
 * files nine tenths of the time goes into waiting in turn.
 * @throws UnreadableFile
 */
export function readRegularFileSync(path: string, root: string, maxBytes: number): RegularFile {
  let fd: number | undefined;
  try {
    fd = openSync(inside(root, realpathSync.native(path)), FLAGS);
    for (let attempt = 1; ; attempt++) {
      const before = fstatSync(fd, { bigint: true });
      const buffer = bufferFor(before, maxBytes);
      const bytesRead = readSync(fd, buffer, 0, buffer.length, 0);
      const file = wholeFile(buffer, bytesRead, before, fstatSync(fd, { bigint: true }), attempt);
      if (file) return file;
    }
  } catch (error) {
    throw unreadable(error);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

async function readWhole(handle: FileHandle, maxBytes: number): Promise<RegularFile> {
  for (let attempt = 1; ; attempt++) {
    const before = await handle.stat({ bigint: true });
    const buffer = bufferFor(before, maxBytes);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    const file = wholeFile(buffer, bytesRead, before, await handle.stat({ bigint: true }), attempt);
    if (file) return file;
  }
}

function inside(root: string, real: string): string {
  if (!real.startsWith(root + sep)) throw new UnreadableFile('is a link that leads out of its folder');
  return real;
}

function bufferFor(stats: BigIntStats, maxBytes: number): Buffer {
  if (!stats.isFile()) throw new UnreadableFile('is not a regular file');
  if (stats.size > maxBytes) {
    throw new UnreadableFile(`is ${stats.size} bytes, more than the ${maxBytes} that are allowed`);
  }
  return Buffer.alloc(Number(stats.size));
}

function wholeFile(
  buffer: Buffer,
  bytesRead: number,
  before: BigIntStats,
  after: BigIntStats,
  attempt: number,
): RegularFile | undefined {
  const whole = bytesRead === buffer.length && after.mtimeNs === before.mtimeNs && after.size === before.size;
  // A file that is being written all the time is taken as it is: whoever parses it will judge.
  if (!whole && attempt < TORN_READ_RETRIES) return undefined;
  return {
    bytes: buffer.subarray(0, bytesRead),
    version: `${after.size.toString(36)}-${after.mtimeNs.toString(36)}`,
  };
}

function unreadable(thrown: unknown): UnreadableFile {
  if (thrown instanceof UnreadableFile) return thrown;
  const error = thrown as NodeJS.ErrnoException;
  const missing = error.code === 'ENOENT' || error.code === 'ENOTDIR';
  return new UnreadableFile(missing ? 'does not exist' : `cannot be read (${error.code ?? error.message})`, {
    cause: error,
    missing,
  });
}
