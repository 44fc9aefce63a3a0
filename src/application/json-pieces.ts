import type { JsonPieces } from '../domain/outcome.ts';

/** For one visitor. */
export function jsonPieces(value: unknown): JsonPieces {
  return { own: Buffer.from(JSON.stringify(value)) };
}
