import { constants, type FileHandle, open } from 'node:fs/promises';

/** A line of a file. */
export interface FileLine {
  /** From 1. */
  readonly no: number;
  /** Without its end; `null` for a line that is longer than allowed. */
  readonly bytes: Buffer | null;
}

/** An open file of lines. It stays the same file, also if another takes its name. */
export interface LineFile {
  /** From the beginning, as often as it is called. Lines end with LF or CRLF. */
  lines(): AsyncIterable<FileLine>;
  close(): Promise<void>;
}

const LF = 0x0a;
const CR = 0x0d;
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
  return { lines: () => linesOf(handle, maxLineBytes), close: () => handle.close() };
}

async function* linesOf(handle: FileHandle, maxLineBytes: number): AsyncIterable<FileLine> {
  let no = 0;
  let rest: Buffer = Buffer.alloc(0);
  let isTooLong = false;
  for await (const chunk of chunksOf(handle)) {
    let begin = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, begin)) {
      no += 1;
      yield { no, bytes: finished(Buffer.concat([rest, chunk.subarray(begin, end)])) };
      rest = Buffer.alloc(0);
      isTooLong = false;
      begin = end + 1;
    }
    rest = Buffer.concat([rest, chunk.subarray(begin)]);
    if (rest.length <= maxLineBytes) continue;
    isTooLong = true;
    rest = Buffer.alloc(0);
  }
  if (rest.length > 0 || isTooLong) yield { no: no + 1, bytes: finished(rest) };

  function finished(line: Buffer): Buffer | null {
    if (isTooLong || line.length > maxLineBytes) return null;
    return line.at(-1) === CR ? line.subarray(0, -1) : line;
  }
}

async function* chunksOf(handle: FileHandle): AsyncIterable<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
