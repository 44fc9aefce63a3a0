/** Collects lines as bytes, and writes them in pieces of whole lines. */
export class LineBuffer {
  readonly #write: (lines: Buffer) => void;
  #bytes: Buffer;
  #length = 0;

  /** @param maxBytes of one piece; a longer line is a piece of its own */
  constructor(write: (lines: Buffer) => void, maxBytes: number) {
    this.#write = write;
    this.#bytes = Buffer.allocUnsafeSlow(maxBytes);
  }

  /** @param line a line of ASCII with its newline */
  add(line: string): void {
    if (this.#length + line.length > this.#bytes.length) this.flush();
    if (line.length > this.#bytes.length) this.#write(Buffer.from(line, 'latin1'));
    else this.#length += this.#bytes.write(line, this.#length, 'latin1');
  }

  flush(): void {
    if (this.#length === 0) return;
    const lines = this.#bytes.subarray(0, this.#length);
    // Lines may wait for their reader: few of them must not keep a whole buffer.
    const isHalfFull = this.#length > this.#bytes.length / 2;
    if (isHalfFull) this.#bytes = Buffer.allocUnsafeSlow(this.#bytes.length);
    this.#length = 0;
    this.#write(isHalfFull ? lines : Buffer.from(lines));
  }
}
