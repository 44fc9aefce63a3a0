import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Randomness } from '../../application/simulation/randomness.ts';

/** xoroshiro128+ (Blackman and Vigna). */
export function seededRandomness(seed: number): Randomness {
  const generator = xoroshiro128plus(seed);
  return { bits: () => generator.next() };
}
