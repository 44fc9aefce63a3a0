import type { Context } from 'koa';
import type { JsonPieces } from './json-pieces.ts';
import { requestContext } from './request-context.ts';
import { RESPONSES, type RefusalCode } from './responses.ts';
import { sendAnswer } from './send.ts';

/** When a visitor may come back after a fault, in seconds. */
const RETRY_AFTER_SECONDS = '1';

const HEADERS = ['Content-Type', 'application/json; charset=utf-8', 'Cache-Control', 'private, no-store'];

const SERVED_HEAD = Buffer.from(`{"ret":${RESPONSES.served.ret},"msg":"${RESPONSES.served.msg}","data":`);

/* Copying more than this takes longer than writing piece by piece. */
const LARGE_BYTES = 16_384;

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
  sendAnswer(ctx, status, HEADERS, [Buffer.from(JSON.stringify(body))]);
}

function envelopeOf({ common, own }: JsonPieces, second: number): readonly Uint8Array[] {
  const pieces = [SERVED_HEAD, ...(common ? [common] : []), ...(own ? [own] : []), tailOf(second)];
  return gathered(pieces);
}

function gathered(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return length > LARGE_BYTES ? pieces : [Buffer.concat(pieces)];
}

let tail = { second: 0, bytes: Buffer.alloc(0) };

function tailOf(second: number): Buffer {
  if (tail.second !== second) tail = { second, bytes: Buffer.from(`,"timestamp":${second}}`) };
  return tail.bytes;
}
