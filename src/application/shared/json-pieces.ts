import type { JsonPieces } from '../../domain/activities/result.ts';

/** For one visitor. */
export function jsonPieces(value: unknown): JsonPieces {
  return { own: Buffer.from(JSON.stringify(value)) };
}
