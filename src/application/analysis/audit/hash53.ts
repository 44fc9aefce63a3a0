/**
 * A 53-bit hash of a text, which a double holds exactly: two 32-bit multiplicative hashes over its UTF-16 units, mixed
 * as in the finalizer of MurmurHash3. It is no cryptographic hash; a random `seed` for each audit keeps anyone from
 * preparing texts that collide.
 */
export function hash53(text: string, seed: number): number {
  let [a, b] = [seed | 0, ~seed];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x9e3779b1);
    b = Math.imul(b ^ unit, 0x5f356495);
    a ^= b >>> 15;
    b ^= a >>> 13;
  }
  a = mixed(a ^ text.length);
  b = mixed(b ^ a);
  return (b & 0x1fffff) * 0x1_0000_0000 + (a >>> 0);
}

function mixed(value: number): number {
  let mix = value;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}
