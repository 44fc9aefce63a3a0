import type { JsonPieces } from '../../src/adapters/koa/http/json-pieces.ts';

/** What a visitor reads of an answer's data. */
// biome-ignore lint/suspicious/noExplicitAny: an answer's data is whatever the file says
export function servedJson({ common, own }: JsonPieces): any {
  return JSON.parse(Buffer.concat([common ?? Buffer.alloc(0), Buffer.from(own ?? '')]).toString());
}
