import { write } from 'node:fs';

export interface BoundedWriterOptions {
  /** How many bytes go together at the most; a longer piece goes by itself. */
  readonly largestPiece: number;
  /** How much may wait to be written; what would make it more is dropped. */
  readonly mostBytes: number;
  /** Called when there is room again, with the number of lines that were dropped since it was called last. */
  readonly onRoomAgain: (droppedLines: number) => void;
  /** Called before each write, to make the descriptor non-blocking. */
  readonly unblock?: () => void;
}

/* While nobody reads, or the disk is full: a reader that is only a little behind is not kept waiting. */
const FIRST_RETRY_MS = 1;
const LAST_RETRY_MS = 100;

/** Errors after which nothing will ever be written again. */
const ENDED = new Set(['EPIPE', 'EBADF', 'ECONNRESET']);

/**
 * Writes whole lines to a file, pipe or socket, in order, a piece at a time by Node's I/O threads, and never makes the
 * event loop wait. A pipe or socket should be non-blocking: else a reader that stalls holds one of these threads, and
 * Node waits for it when the process ends.
 */
export class BoundedWriter {
  readonly #fd: number;
  readonly #options: BoundedWriterOptions;
  readonly #waiting: { readonly lines: string; readonly bytes: number }[] = [];
  /** Of what waits and of what is being written. */
  #unwrittenBytes = 0;
  #writing = false;
  #ended = false;
  #dropped = 0;
  #unreported = 0;
  #flushing: (() => void)[] = [];
  #retryMs = FIRST_RETRY_MS;

  constructor(fd: number, options: BoundedWriterOptions) {
    this.#fd = fd;
    this.#options = options;
  }

  /** Lines dropped since the start. */
  get droppedLines(): number {
    return this.#dropped;
  }

  /**
   * @param lines whole ones, newlines and all
   * @param spareBytes how much room must be left for others
   */
  write(lines: string, spareBytes = 0): void {
    const bytes = Buffer.byteLength(lines);
    if (this.#ended || this.#unwrittenBytes + bytes > this.#options.mostBytes - spareBytes) {
      this.#drop(lines);
      return;
    }
    this.#waiting.push({ lines, bytes });
    this.#unwrittenBytes += bytes;
    if (!this.#writing) this.#writeNext();
  }

  /** @param done called when all that was written before is out, or nothing can be written any more */
  flush(done: () => void): void {
    if (this.#writing) this.#flushing.push(done);
    else done();
  }

  #writeNext(): void {
    const piece = this.#nextPiece();
    this.#writing = piece !== '';
    if (this.#writing) {
      this.#writeFrom(Buffer.from(piece), 0);
      return;
    }
    const flushing = this.#flushing;
    this.#flushing = [];
    for (const done of flushing) done();
  }

  #nextPiece(): string {
    let piece = '';
    let bytes = 0;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (bytes > 0 && bytes + next.bytes > this.#options.largestPiece) break;
      this.#waiting.shift();
      piece += next.lines;
      bytes += next.bytes;
    }
    return piece;
  }

  #writeFrom(bytes: Buffer, from: number): void {
    this.#options.unblock?.();
    write(this.#fd, bytes, from, bytes.length - from, null, (error, written) => {
      if (error && ENDED.has(error.code ?? '')) return this.#end();
      if (error) {
        setTimeout(() => this.#writeFrom(bytes, from), this.#retryMs);
        this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
        return;
      }
      this.#retryMs = FIRST_RETRY_MS;
      this.#unwrittenBytes -= written;
      if (from + written < bytes.length) return this.#writeFrom(bytes, from + written);
      this.#reportDropped();
      this.#writeNext();
    });
  }

  /* Reported when half of the room is free, so that a slow reader is not sent a line with every piece. */
  #reportDropped(): void {
    if (this.#unreported === 0 || this.#unwrittenBytes > this.#options.mostBytes / 2) return;
    const dropped = this.#unreported;
    this.#unreported = 0;
    this.#options.onRoomAgain(dropped);
  }

  #drop(lines: string): void {
    let count = 0;
    for (let at = lines.indexOf('\n'); at !== -1; at = lines.indexOf('\n', at + 1)) count += 1;
    this.#dropped += count;
    this.#unreported += count;
  }

  #end(): void {
    this.#ended = true;
    for (const { lines } of this.#waiting.splice(0)) this.#drop(lines);
    this.#unwrittenBytes = 0;
    this.#writeNext();
  }
}
