export interface Entropy {
  /** So many bytes that nobody can foresee, as hex. */
  hex(bytes: number): string;
}
