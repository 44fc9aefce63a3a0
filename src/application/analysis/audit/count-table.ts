/* At this share of places taken, the table doubles. */
const LOAD = 0.6;

/** Counts by a pair of numbers, in open addressing: 12 bytes a place. */
export class CountTable {
  #keys = new Float64Array(1024).fill(-1);
  #counts = new Uint32Array(1024);
  #size = 0;

  get(first: number, second: number): number {
    return this.#counts[this.#placeOf(keyOf(first, second))] as number;
  }

  /** @returns the count after it */
  increment(first: number, second: number): number {
    const key = keyOf(first, second);
    let place = this.#placeOf(key);
    if (this.#keys[place] === -1) {
      if (this.#size + 1 > this.#keys.length * LOAD) {
        this.#grow();
        place = this.#placeOf(key);
      }
      this.#keys[place] = key;
      this.#size += 1;
    }
    const count = (this.#counts[place] as number) + 1;
    this.#counts[place] = count;
    return count;
  }

  #placeOf(key: number): number {
    const mask = this.#keys.length - 1;
    let place =
      (Math.imul(key % 0x1_0000_0000, 0x9e3779b1) ^ Math.imul(key / 0x1_0000_0000, 0x85ebca6b)) >>> 7;
    for (place &= mask; this.#keys[place] !== -1 && this.#keys[place] !== key; ) place = (place + 1) & mask;
    return place;
  }

  #grow(): void {
    const [keys, counts] = [this.#keys, this.#counts];
    this.#keys = new Float64Array(keys.length * 2).fill(-1);
    this.#counts = new Uint32Array(keys.length * 2);
    for (const [index, key] of keys.entries()) {
      if (key === -1) continue;
      const place = this.#placeOf(key);
      this.#keys[place] = key;
      this.#counts[place] = counts[index] as number;
    }
  }
}

/* A file has at most 1,000 prizes, and all sets of rules together a few thousand. */
const MOST_SECOND = 2 ** 20;

function keyOf(first: number, second: number): number {
  return first * MOST_SECOND + second;
}
