import type { JsonPieces } from '../domain/outcome.ts';

export function jsonPieces(value: unknown): JsonPieces {
  return [Buffer.from(JSON.stringify(value))];
}
