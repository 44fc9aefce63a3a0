import { write } from 'node:fs';

export interface BoundedWriterOptions {
  /** The most bytes for one write; a longer piece is written alone. */
  readonly largestPiece: number;
  /** The most bytes that may wait to be written; further lines are dropped. */
  readonly maxBytes: number;
  /** Called when there is room again, with the number of lines dropped since the last call. */
  readonly onRoomAgain: (droppedLines: number) => void;
  /** Called before each write, to make the descriptor non-blocking. */
  readonly unblock?: () => void;
}

/* A slow reader gets the next piece soon; without any reader, or on a full disk, 10 attempts a second are enough. */
const FIRST_RETRY_MS = 1;
const LAST_RETRY_MS = 100;

/** Errors after which no write can succeed. */
const ENDED = new Set(['EPIPE', 'EBADF', 'ECONNRESET']);

/**
 * Writes whole lines to a file, pipe or socket, in order, one piece at a time on Node's I/O threads. It never blocks
 * the event loop. A pipe or socket should be non-blocking: else a stalled reader occupies one of these threads, and
 * the process cannot end.
 */
export class BoundedWriter {
  readonly #fd: number;
  readonly #options: BoundedWriterOptions;
  readonly #waiting: Buffer[] = [];
  /** Waiting and being written. */
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
   * @param lines whole lines with their newlines
   * @param spareBytes the room that must be left for other callers
   */
  write(lines: string | Buffer, spareBytes = 0): void {
    const bytes = typeof lines === 'string' ? Buffer.from(lines) : lines;
    if (this.#ended || this.#unwrittenBytes + bytes.length > this.#options.maxBytes - spareBytes) {
      this.#drop(bytes);
      return;
    }
    this.#waiting.push(bytes);
    this.#unwrittenBytes += bytes.length;
    if (!this.#writing) this.#writeNext();
  }

  /** @param done called when all lines added before are written, or no write can succeed any more */
  flush(done: () => void): void {
    if (this.#writing) this.#flushing.push(done);
    else done();
  }

  #writeNext(): void {
    const piece = this.#nextPiece();
    this.#writing = piece !== undefined;
    if (piece) {
      this.#writeFrom(piece, 0);
      return;
    }
    const flushing = this.#flushing;
    this.#flushing = [];
    for (const done of flushing) done();
  }

  #nextPiece(): Buffer | undefined {
    const first = this.#waiting.shift();
    if (first === undefined) return undefined;
    const piece = [first];
    let bytes = first.length;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      if (bytes + next.length > this.#options.largestPiece) break;
      this.#waiting.shift();
      piece.push(next);
      bytes += next.length;
    }
    return piece.length === 1 ? first : Buffer.concat(piece, bytes);
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

  /* Reported when half of the room is free, so that a slow reader does not get a report after each piece. */
  #reportDropped(): void {
    if (this.#unreported === 0 || this.#unwrittenBytes > this.#options.maxBytes / 2) return;
    const dropped = this.#unreported;
    this.#unreported = 0;
    this.#options.onRoomAgain(dropped);
  }

  #drop(lines: Buffer): void {
    let count = 0;
    for (let at = lines.indexOf('\n'); at !== -1; at = lines.indexOf('\n', at + 1)) count += 1;
    this.#dropped += count;
    this.#unreported += count;
  }

  #end(): void {
    this.#ended = true;
    for (const lines of this.#waiting.splice(0)) this.#drop(lines);
    this.#unwrittenBytes = 0;
    this.#writeNext();
  }
}
