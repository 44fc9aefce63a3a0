import { constants, type FileHandle, open } from 'node:fs/promises';
import { type LineSource, linesOf } from '../../../application/shared/lines-of.ts';

/** An open file of lines. It stays the same file, also if another takes its name. */
export interface LineFile extends LineSource {
  close(): Promise<void>;
}

const CHUNK_BYTES = 64 * 1024;

/**
 * Opens a regular file, so that it can be read more than once without being kept in memory.
 * @throws Error if there is none, or it cannot be read
 */
export async function openLineFile(path: string, maxLineBytes: number): Promise<LineFile> {
  // `O_NONBLOCK`: the opening of a FIFO would wait for a writer.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const stat = await handle.stat();
  if (!stat.isFile()) {
    await handle.close();
    throw new Error(`${path} is not a regular file`);
  }
  return { lines: () => linesOf(chunksOf(handle), maxLineBytes), close: () => handle.close() };
}

async function* chunksOf(handle: FileHandle): AsyncIterable<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
