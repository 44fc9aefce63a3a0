import type { Context } from 'koa';
import { requestContext } from './request-context.ts';
import { type Piece, sendWhole } from './whole-answer.ts';

/**
 * Sends an answer whole: the headers that every answer has, those given, and the body. Every answer of the service
 * goes through here, or through `beginAnswer` where the body comes in pieces.
 * @param headers names and values in turn, the same object for many answers
 */
export function sendAnswer(
  ctx: Context,
  status: number,
  headers: readonly string[],
  pieces: readonly Piece[] = [],
): void {
  if (sendWhole(ctx, status, requestContext(ctx).headers, headers, pieces)) return;
  const length = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  const response = beginAnswer(ctx, status, headers, status === 304 ? null : length);
  for (const piece of pieces.slice(0, -1)) response.write(piece);
  response.end(pieces.at(-1));
}

/**
 * Sends the head of an answer. Koa sends nothing after it.
 * @param headers names and values in turn, as `writeHead` takes them
 * @param lengthBytes of the body; `null` for an answer without one
 */
export function beginAnswer(
  ctx: Context,
  status: number,
  headers: readonly string[],
  lengthBytes: number | null,
): Context['res'] {
  const all = requestContext(ctx).headers;
  all.push(...headers);
  if (lengthBytes !== null) all.push('Content-Length', `${lengthBytes}`);
  ctx.respond = false;
  return ctx.res.writeHead(status, all);
}

/** Sends a value as JSON outside the envelope, for machines that probe the service. */
export function sendJson(
  ctx: Context,
  status: number,
  value: unknown,
  headers: readonly string[] = [],
): void {
  const type = ['Content-Type', 'application/json; charset=utf-8'];
  sendAnswer(ctx, status, [...headers, ...type], [Buffer.from(JSON.stringify(value))]);
}
