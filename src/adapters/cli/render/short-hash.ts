/** The beginning of a hash, for people: long enough to distinguish texts. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
