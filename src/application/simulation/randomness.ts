/** A seeded source: the same seed gives the same numbers, on every machine. */
export interface Randomness {
  /** 32 random bits, as a signed or an unsigned number. */
  bits(): number;
}

const TWO_32 = 2 ** 32;

/** @returns a whole number from 0 up to, not including, `bound` (at most 2^32), each as likely as the others */
export function below(bound: number, random: Randomness): number {
  // The topmost numbers would favour the low results, so they are drawn again.
  const fair = TWO_32 - (TWO_32 % bound);
  let drawn = random.bits() >>> 0;
  while (drawn >= fair) drawn = random.bits() >>> 0;
  return drawn % bound;
}

/** The same for any bound up to 2^128, as a source of its own. */
export function uniform(bound: bigint, random: Randomness): () => bigint {
  if (bound <= BigInt(TWO_32)) {
    const small = Number(bound);
    return () => BigInt(below(small, random));
  }
  return () => {
    // 96 bits more than asked for favour no result by as much as 2^-96.
    let drawn = 0n;
    for (let taken = 0; taken < 224; taken += 32) drawn = (drawn << 32n) | BigInt(random.bits() >>> 0);
    return drawn % bound;
  };
}

/** A seed of its own for each run of each scenario, whichever thread makes it (the finalizer of MurmurHash3). */
export function seedFor(seed: number, scenario: number, run: number): number {
  let mixed = (seed ^ Math.imul(scenario + 1, 0x9e3779b1)) | 0;
  for (const part of [run, seed]) {
    mixed = (mixed + Math.imul(part + 1, 0x85ebca6b)) | 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
  }
  return mixed >>> 0;
}
