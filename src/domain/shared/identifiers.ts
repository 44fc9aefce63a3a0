export interface Identifiers {
  /** A new identifier that is unique everywhere, of characters that may stand in an address or a header. */
  next(): string;
}
