/** JSON text in UTF-8, in one piece or in two that follow one another. */
export interface JsonPieces {
  /** The same bytes for many visitors: made once, and the same object each time. */
  readonly common?: Uint8Array;
  /** The bytes for this visitor alone. */
  readonly own?: Uint8Array;
}

/** For one visitor. */
export function jsonPieces(value: unknown): JsonPieces {
  return { own: Buffer.from(JSON.stringify(value)) };
}
