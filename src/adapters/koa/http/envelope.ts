import type { Context } from 'koa';
import { LEAST_PACKED_BYTES, packedAnswer } from './encoding/packed-answer.ts';
import type { JsonPieces } from './json-pieces.ts';
import { requestContext } from './request-context.ts';
import { RESPONSES, type RefusalCode, refusalCodes } from './responses.ts';
import { sendAnswer } from './send.ts';

/** When a visitor may come back after a fault, in seconds. */
const RETRY_AFTER_SECONDS = '1';

const OF_A_VISITOR = headersWith('private, no-store');

/* Up to the data, and up to the detail. */
const SERVED_HEAD = Buffer.from(`{"ret":${RESPONSES.served.ret},"msg":"${RESPONSES.served.msg}","data":`);
const REFUSED_HEADS = Object.fromEntries(
  refusalCodes.map((code) => {
    const { ret, msg } = RESPONSES[code];
    const head = JSON.stringify({ ret, msg, data: '' }).slice(0, -1);
    return [code, { plain: Buffer.from(head), withDetail: Buffer.from(`${head},"detail":`) }];
  }),
) as Readonly<Record<RefusalCode, { readonly plain: Buffer; readonly withDetail: Buffer }>>;

/** Sends `data`, JSON text that is sent as it is. @param now milliseconds since the epoch */
export function sendData(ctx: Context, data: JsonPieces, now: number): void {
  requestContext(ctx).responseCode = 'served';
  sendEnvelope(ctx, RESPONSES.served.status, SERVED_HEAD, data, now, OF_A_VISITOR);
}

/** What is the same for everyone: caches may keep it for some seconds. */
export type PublicHeaders = typeof OF_A_VISITOR;

/** The headers of data that caches may keep, for `sendPublicData`. */
export function publicHeaders(maxAgeSeconds: number): PublicHeaders {
  return headersWith(`public, max-age=${maxAgeSeconds}`);
}

/** Sends `data` that is the same for everyone. @param now milliseconds since the epoch */
export function sendPublicData(ctx: Context, data: JsonPieces, now: number, headers: PublicHeaders): void {
  requestContext(ctx).responseCode = 'served';
  sendEnvelope(ctx, RESPONSES.served.status, SERVED_HEAD, data, now, headers);
}

/** What a refusal says beside its code: the malformed field, the reason, or JSON text that is sent as it is. */
export type RefusalDetail = { readonly field: string } | { readonly reason: string } | JsonPieces;

/** Sends a refusal or a fault, whose `data` is empty. @param now milliseconds since the epoch */
export function sendRefusal(ctx: Context, code: RefusalCode, now: number, detail?: RefusalDetail): void {
  const context = requestContext(ctx);
  context.responseCode = code;
  const { status } = RESPONSES[code];
  if (status === 503) context.headers.push('Retry-After', RETRY_AFTER_SECONDS);
  const { plain, withDetail } = REFUSED_HEADS[code];
  if (!detail) sendEnvelope(ctx, status, plain, {}, now, OF_A_VISITOR);
  else {
    const isWord = 'field' in detail || 'reason' in detail;
    const pieces = isWord ? { own: JSON.stringify(detail) } : detail;
    sendEnvelope(ctx, status, withDetail, pieces, now, OF_A_VISITOR);
  }
}

function sendEnvelope(
  ctx: Context,
  status: number,
  head: Uint8Array,
  { common, own = '' }: JsonPieces,
  now: number,
  headers: PublicHeaders,
): void {
  const end = tailOf(Math.floor(now / 1000));
  const rest = own ? `${own}${end.text}` : end.bytes;
  if (!common) {
    sendAnswer(ctx, status, headers.plain, [head, rest]);
    return;
  }
  if (head.length + common.length + rest.length < LEAST_PACKED_BYTES) {
    sendAnswer(ctx, status, headers.plain, [head, common, rest]);
    return;
  }
  const packed = packedAnswer(ctx.req, head, common, rest);
  if (!packed) sendAnswer(ctx, status, headers.varying, [head, common, rest]);
  else {
    requestContext(ctx).headers.push('Content-Encoding', packed.encoding);
    sendAnswer(ctx, status, headers.varying, packed.pieces);
  }
}

/* Of all answers in one second. */
let tail = { second: 0, text: '', bytes: Buffer.alloc(0) };

function tailOf(second: number): typeof tail {
  if (tail.second !== second) {
    const text = `,"timestamp":${second}}`;
    tail = { second, text, bytes: Buffer.from(text) };
  }
  return tail;
}

/* The same lists each time: their bytes are made once. */
function headersWith(cacheControl: string) {
  const plain = ['Content-Type', 'application/json; charset=utf-8', 'Cache-Control', cacheControl];
  return { plain, varying: [...plain, 'Vary', 'Accept-Encoding'] };
}
