import type { Context } from 'koa';
import type { JsonPieces } from './json-pieces.ts';
import { requestContext } from './request-context.ts';
import { RESPONSES, type RefusalCode } from './responses.ts';
import { sendAnswer } from './send.ts';
import type { Piece } from './whole-answer.ts';

/** When a visitor may come back after a fault, in seconds. */
const RETRY_AFTER_SECONDS = '1';

const HEADERS = ['Content-Type', 'application/json; charset=utf-8', 'Cache-Control', 'private, no-store'];

const SERVED_HEAD = Buffer.from(`{"ret":${RESPONSES.served.ret},"msg":"${RESPONSES.served.msg}","data":`);

/** Sends `data`, JSON text that is sent as it is. @param now milliseconds since the epoch */
export function sendData(ctx: Context, data: JsonPieces, now: number): void {
  requestContext(ctx).responseCode = 'served';
  sendAnswer(ctx, RESPONSES.served.status, HEADERS, envelopeOf(data, Math.floor(now / 1000)));
}

/** Sends a refusal or a fault, whose `data` is empty. @param now milliseconds since the epoch */
export function sendRefusal(ctx: Context, code: RefusalCode, now: number, detail?: unknown): void {
  const context = requestContext(ctx);
  context.responseCode = code;
  const { ret, msg, status } = RESPONSES[code];
  const timestamp = Math.floor(now / 1000);
  const body = { ret, msg, data: '', timestamp, ...(detail !== undefined && { detail }) };
  if (status === 503) context.headers.push('Retry-After', RETRY_AFTER_SECONDS);
  sendAnswer(ctx, status, HEADERS, [JSON.stringify(body)]);
}

function envelopeOf({ common, own }: JsonPieces, second: number): readonly Piece[] {
  const pieces: Piece[] = [SERVED_HEAD];
  if (common) pieces.push(common);
  if (own) pieces.push(own);
  pieces.push(tailOf(second));
  return pieces;
}

let tail = { second: 0, text: '' };

function tailOf(second: number): string {
  if (tail.second !== second) tail = { second, text: `,"timestamp":${second}}` };
  return tail.text;
}
