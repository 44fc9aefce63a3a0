import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Randomness } from '../../application/analysis/simulation/randomness.ts';

/* After seeding with a small number, the first outputs are too often too low. */
const WARM_UP = 64;

/** xoroshiro128+ (Blackman and Vigna). */
export function seededRandomness(seed: number): Randomness {
  const generator = xoroshiro128plus(seed);
  for (let skipped = 0; skipped < WARM_UP; skipped++) generator.next();
  return { bits: () => generator.next() };
}
