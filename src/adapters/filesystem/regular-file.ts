import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { UnreadableFile } from './unreadable-file.ts';

/** Reads a file that no link may lead out of `root`, a real path. @throws UnreadableFile, or the error of the system */
export function readInside(root: string, path: string, mostBytes: number): Buffer {
  const real = realpathSync.native(path);
  if (!real.startsWith(root + sep)) throw new UnreadableFile('link_leads_out');
  return readRegular(real, mostBytes);
}

/**
 * `O_NONBLOCK`: without it, opening a FIFO waits for a writer. `O_NOFOLLOW`: the path comes from `realpath`, so it is a
 * link only if it was replaced in the meantime.
 * @throws UnreadableFile, or the error of the system
 */
export function readRegular(real: string, mostBytes: number): Buffer {
  const file = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) throw new UnreadableFile('not_a_regular_file');
    if (stat.size > mostBytes) {
      throw new UnreadableFile('file_too_large', { bytes: String(stat.size), most: String(mostBytes) });
    }
    return readAll(file, stat.size);
  } finally {
    closeSync(file);
  }
}

function readAll(file: number, lengthBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(lengthBytes);
  let at = 0;
  while (at < lengthBytes) {
    const read = readSync(file, bytes, at, lengthBytes - at, at);
    if (read === 0) break;
    at += read;
  }
  return bytes.subarray(0, at);
}
