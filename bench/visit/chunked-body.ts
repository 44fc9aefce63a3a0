/** Finds the end of a body with `Transfer-Encoding: chunked`, as nginx sends what it compresses. Knows no trailers. */
export class ChunkedBody {
  /** The part of a size line that has arrived; `null` within the data of a chunk. */
  #line: string | null = '';
  /** Of this chunk, the bytes still to come, with the CRLF behind them. */
  #left = 0;
  #isLast = false;

  /**
   * @param onData receives the data, which it must copy
   * @returns whether the body has ended
   */
  push(piece: Buffer, onData: (data: Buffer) => void): boolean {
    let at = 0;
    while (at < piece.length) {
      if (this.#isLast && this.#left === 0) throw new Error('more bytes than the answer has');
      if (this.#line === null) at += this.#takeData(piece, at, onData);
      else at += this.#takeLine(piece, at);
    }
    return this.#isLast && this.#left === 0;
  }

  #takeData(piece: Buffer, at: number, onData: (data: Buffer) => void): number {
    const taken = Math.min(this.#left, piece.length - at);
    const dataBytes = Math.min(taken, this.#left - CRLF_BYTES);
    if (dataBytes > 0) onData(piece.subarray(at, at + dataBytes));
    this.#left -= taken;
    if (this.#left === 0) this.#line = '';
    return taken;
  }

  #takeLine(piece: Buffer, at: number): number {
    const end = piece.indexOf(LINE_FEED, at);
    const stop = end < 0 ? piece.length : end + 1;
    this.#line += piece.toString('latin1', at, stop);
    if (end >= 0) {
      const sizeBytes = Number.parseInt(this.#line ?? '', 16);
      if (Number.isNaN(sizeBytes)) throw new Error(`not the size of a chunk: ${this.#line}`);
      this.#isLast = sizeBytes === 0;
      this.#left = sizeBytes + CRLF_BYTES;
      this.#line = null;
    }
    return stop - at;
  }
}

const CRLF_BYTES = 2;
const LINE_FEED = 10;
