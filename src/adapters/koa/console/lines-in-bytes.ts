import { setImmediate as nextTurn } from 'node:timers/promises';
import { type LineSource, linesOf } from '../../../application/shared/lines-of.ts';

/* Between two of them others have their turn: some 1,000 codes, each of which is hashed. */
const CHUNK_BYTES = 16 * 1024;

const LF = 0x0a;

/**
 * The lines of a body that was read whole.
 * @param signal reading it throws the reason of the signal soon after it aborts
 */
export function linesInBytes(bytes: Buffer, maxLineBytes: number, signal?: AbortSignal): LineSource {
  return { lines: () => linesOf(chunksOf(bytes, signal), maxLineBytes) };
}

/** Whether it has more lines than that, empty ones too. It takes some 50 ms for 200,000, and reads no further. */
export function hasMoreLines(bytes: Buffer, most: number): boolean {
  let at = 0;
  for (let line = 0; line < most; line++) {
    const end = bytes.indexOf(LF, at);
    if (end === -1) return false;
    at = end + 1;
  }
  return at < bytes.length;
}

async function* chunksOf(bytes: Buffer, signal: AbortSignal | undefined): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    signal?.throwIfAborted();
    yield bytes.subarray(at, at + CHUNK_BYTES);
    await nextTurn();
  }
}
