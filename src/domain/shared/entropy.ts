/** Unpredictable bytes, fit for secrets. */
export interface Entropy {
  /** Returns `bytes` random bytes as hex. */
  hex(bytes: number): string;
}
