/** JSON text, in one piece or in two that follow one another. */
export interface JsonPieces {
  /** In UTF-8, the same bytes for many visitors: made once, and the same object each time. */
  readonly common?: Uint8Array;
  /** What is for this visitor alone. */
  readonly own?: string;
}
