import { createHash } from 'node:crypto';

/* 96 bits of SHA-256 tell 2^32 texts apart, and the number of the line. */
const WORDS = 4;

const FIRST_SLOTS = 1024;

/**
 * Finds texts that come twice: a hash table in one array, with 16 bytes a slot. A million texts take some 32 MB, a quarter
 * of what a Map takes.
 */
export class RepeatedLines {
  #slots = FIRST_SLOTS;
  #table = new Uint32Array(FIRST_SLOTS * WORDS);
  #size = 0;

  /** Notes the text of a line. @param line from 1 @returns the line that has the same; `null` if there is none */
  note(text: string, line: number): number | null {
    const digest = createHash('sha256').update(text).digest();
    const words: [number, number, number] = [
      digest.readUInt32LE(0),
      digest.readUInt32LE(4),
      digest.readUInt32LE(8),
    ];
    const at = this.#placeOf(...words);
    const before = this.#table[at + 3] as number;
    if (before !== 0) return before;
    this.#table.set([...words, line], at);
    this.#size += 1;
    if (this.#size * 4 > this.#slots * 3) this.#grow();
    return null;
  }

  /* That of the same text, or the free one where it belongs. */
  #placeOf(first: number, second: number, third: number): number {
    const table = this.#table;
    let slot = first & (this.#slots - 1);
    for (;;) {
      const at = slot * WORDS;
      const isFree = table[at + 3] === 0;
      if (isFree || (table[at] === first && table[at + 1] === second && table[at + 2] === third)) return at;
      slot = (slot + 1) & (this.#slots - 1);
    }
  }

  #grow(): void {
    const before = this.#table;
    this.#slots *= 2;
    this.#table = new Uint32Array(this.#slots * WORDS);
    for (let at = 0; at < before.length; at += WORDS) {
      if (before[at + 3] === 0) continue;
      const entry = before.subarray(at, at + WORDS);
      this.#table.set(entry, this.#placeOf(entry[0] as number, entry[1] as number, entry[2] as number));
    }
  }
}
