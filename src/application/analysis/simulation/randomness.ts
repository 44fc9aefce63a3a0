/** A seeded source: the same seed gives the same numbers, on every machine. */
export interface Randomness {
  /** 32 random bits, as a signed or an unsigned number. */
  bits(): number;
}

const TWO_32 = 2 ** 32;

/**
 * Draws tickets and looks each up, as the number of the bound it lies under (`bounds.length`: under none). Tickets
 * follow the uniform law of the service's HMAC tickets exactly up to a denominator of 2^32, else up to one part in
 * 2^96.
 * @param bounds rising, at most `denominator`
 */
export function boundSource(
  { denominator, bounds }: { readonly denominator: bigint; readonly bounds: readonly bigint[] },
  random: Randomness,
): () => number {
  if (denominator > BigInt(TWO_32)) return wideBoundSource(denominator, bounds, random);
  // Of 2^32 numbers each ticket is so many in a row; the few that are left over are drawn again.
  const each = Math.floor(TWO_32 / Number(denominator));
  const fair = each * Number(denominator);
  const below = Float64Array.from(bounds, (bound) => Number(bound) * each);
  const last = below.at(-1) ?? 0;
  return () => {
    let drawn = random.bits() >>> 0;
    while (drawn >= fair) drawn = random.bits() >>> 0;
    if (drawn >= last) return below.length;
    let index = 0;
    while (drawn >= (below[index] as number)) index++;
    return index;
  };
}

function wideBoundSource(denominator: bigint, bounds: readonly bigint[], random: Randomness): () => number {
  return () => {
    // 96 bits more than asked for favour no result by as much as 2^-96.
    let drawn = 0n;
    for (let taken = 0; taken < 224; taken += 32) drawn = (drawn << 32n) | BigInt(random.bits() >>> 0);
    const ticket = drawn % denominator;
    const index = bounds.findIndex((bound) => ticket < bound);
    return index === -1 ? bounds.length : index;
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
