/** Hashes, 8 bytes each. */
export class HashList {
  #hashes: Float64Array;
  #size = 0;
  #isSorted = false;

  /** @param expected how many there will be; more may come */
  constructor(expected: number) {
    this.#hashes = new Float64Array(Math.max(1024, expected));
  }

  add(hash: number): void {
    if (this.#size === this.#hashes.length) {
      const grown = new Float64Array(Math.ceil(this.#size * 1.25));
      grown.set(this.#hashes);
      this.#hashes = grown;
    }
    this.#hashes[this.#size++] = hash;
    this.#isSorted = false;
  }

  /** The hashes that are there more than once. */
  repeated(): ReadonlySet<number> {
    const sorted = this.#sorted();
    const found = new Set<number>();
    for (let index = 1; index < sorted.length; index++) {
      if (sorted[index] === sorted[index - 1]) found.add(sorted[index] as number);
    }
    return found;
  }

  /** The first call after an addition sorts all. */
  has(hash: number): boolean {
    const sorted = this.#sorted();
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sorted[middle] as number) < hash) low = middle + 1;
      else high = middle;
    }
    return sorted[low] === hash;
  }

  #sorted(): Float64Array {
    const used = this.#hashes.subarray(0, this.#size);
    if (!this.#isSorted) used.sort();
    this.#isSorted = true;
    return used;
  }
}
