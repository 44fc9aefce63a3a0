/** Gathers lines, and writes them in pieces of whole lines. */
export class Gathering {
  readonly #write: (lines: string) => void;
  readonly #largest: number;
  #lines = '';

  /** @param largest how many characters go together at the most; a longer line goes by itself */
  constructor(write: (lines: string) => void, largest: number) {
    this.#write = write;
    this.#largest = largest;
  }

  /** @param line with its newline */
  add(line: string): void {
    if (this.#lines.length + line.length > this.#largest) this.write();
    this.#lines += line;
  }

  /** Writes what has been gathered so far. */
  write(): void {
    if (this.#lines === '') return;
    const lines = this.#lines;
    this.#lines = '';
    this.#write(lines);
  }
}
