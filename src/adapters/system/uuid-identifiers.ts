import { randomFillSync } from 'node:crypto';
import type { Identifiers } from '../../domain/shared/identifiers.ts';

const BATCH = 512;
const RANDOM_BYTES = 16;
const CHARACTERS = 36;

const HEX = Buffer.from('0123456789abcdef', 'latin1');

/* Where the two digits of each random byte stand: `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`. */
const PLACES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;

/**
 * Random UUIDs (RFC 9562, version 4), made by the batch. A short-cut: Node's `randomUUID` returns a string of some
 * twenty parts, which are put together each time it is written; these are in one piece. Measured gain: a quarter of
 * the CPU time of making an id and of writing it twice, 0.3 µs.
 */
class UuidBatches implements Identifiers {
  readonly #random = Buffer.allocUnsafeSlow(BATCH * RANDOM_BYTES);
  readonly #text = Buffer.alloc(BATCH * CHARACTERS, '-');
  #used = BATCH;

  next(): string {
    if (this.#used === BATCH) this.#make();
    const start = this.#used * CHARACTERS;
    this.#used += 1;
    return this.#text.toString('latin1', start, start + CHARACTERS);
  }

  #make(): void {
    const random = randomFillSync(this.#random);
    const text = this.#text;
    for (let no = 0; no < BATCH; no++) {
      const from = no * RANDOM_BYTES;
      random[from + 6] = ((random[from + 6] as number) & 0x0f) | 0x40; // the version
      random[from + 8] = ((random[from + 8] as number) & 0x3f) | 0x80; // the variant
      for (let index = 0; index < RANDOM_BYTES; index++) {
        const byte = random[from + index] as number;
        const place = no * CHARACTERS + (PLACES[index] as number);
        text[place] = HEX[byte >> 4] as number;
        text[place + 1] = HEX[byte & 0x0f] as number;
      }
    }
    this.#used = 0;
  }
}

export const uuidIdentifiers: Identifiers = new UuidBatches();
