/** Collects lines, and writes them in pieces of whole lines. */
export class LineBuffer {
  readonly #write: (lines: string) => void;
  readonly #maxChars: number;
  #lines = '';

  /** @param maxChars the most characters of one piece; a longer line is a piece of its own */
  constructor(write: (lines: string) => void, maxChars: number) {
    this.#write = write;
    this.#maxChars = maxChars;
  }

  /** @param line a line with its newline */
  add(line: string): void {
    if (this.#lines.length + line.length > this.#maxChars) this.flush();
    this.#lines += line;
  }

  flush(): void {
    if (this.#lines === '') return;
    const lines = this.#lines;
    this.#lines = '';
    this.#write(lines);
  }
}
