import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Randomness } from '../../application/analysis/simulation/randomness.ts';

/* A state made of one small number begins with numbers that are too low too often. */
const WARM_UP = 64;

/** xoroshiro128+ (Blackman and Vigna). */
export function seededRandomness(seed: number): Randomness {
  const generator = xoroshiro128plus(seed);
  for (let drawn = 0; drawn < WARM_UP; drawn++) generator.next();
  return { bits: () => generator.next() };
}
