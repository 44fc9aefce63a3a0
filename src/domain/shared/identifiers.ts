/** Makes identifiers. */
export interface Identifiers {
  /** Returns a globally unique identifier. Its characters are valid in URLs and headers. */
  next(): string;
}
