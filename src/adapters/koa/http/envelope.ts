import type { Context } from 'koa';
import type { JsonPieces } from '../../../domain/activities/result.ts';
import { requestContext } from './request-context.ts';
import { RESPONSES, type RefusalCode } from './responses.ts';

/** When a visitor may come back after a fault, in seconds. */
const RETRY_AFTER_SECONDS = '1';

const JSON_TYPE = 'application/json; charset=utf-8';

const SERVED_HEAD = Buffer.from(`{"ret":${RESPONSES.served.ret},"msg":"${RESPONSES.served.msg}","data":`);

/** Answers with `data`, JSON text that is sent as it is. */
export function sendData(ctx: Context, data: JsonPieces, now: number): void {
  requestContext(ctx).ending = 'served';
  send(ctx, RESPONSES.served.status, envelopeOf(data, Math.floor(now / 1000)));
}

/*
 * What many are served alike is put together once a second. So many answers are kept: where the crowd is spread over
 * more activities or zones, each is asked for too seldom to be worth it.
 */
const MOST_READY = 256;
const MOST_READY_BYTES = 4 * 1024 * 1024;
let ready = { second: 0, bytes: 0, answers: new Map<Uint8Array, Buffer>() };

/* Copying more than this takes longer than writing piece by piece. */
const LARGE_BYTES = 16_384;

function envelopeOf({ common, own }: JsonPieces, second: number): readonly Uint8Array[] {
  if (common && !own) return commonEnvelope(common, second);
  const pieces = [SERVED_HEAD, ...(common ? [common] : []), ...(own ? [own] : []), tailOf(second)];
  return gathered(pieces);
}

function commonEnvelope(common: Uint8Array, second: number): readonly Uint8Array[] {
  if (ready.second !== second) ready = { second, bytes: 0, answers: new Map() };
  const known = ready.answers.get(common);
  if (known) return [known];
  const pieces = [SERVED_HEAD, common, tailOf(second)];
  if (ready.answers.size >= MOST_READY || ready.bytes + common.length > MOST_READY_BYTES)
    return gathered(pieces);
  const bytes = Buffer.concat(pieces);
  ready.answers.set(common, bytes);
  ready.bytes += bytes.length;
  return [bytes];
}

function gathered(pieces: readonly Uint8Array[]): readonly Uint8Array[] {
  return lengthOf(pieces) > LARGE_BYTES ? pieces : [Buffer.concat(pieces)];
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

let tail = { second: 0, bytes: Buffer.alloc(0) };

function tailOf(second: number): Buffer {
  if (tail.second !== second) tail = { second, bytes: Buffer.from(`,"timestamp":${second}}`) };
  return tail.bytes;
}

/** Answers with a refusal or a fault, whose `data` is always empty. */
export function sendEnding(ctx: Context, ending: RefusalCode, now: number, detail?: unknown): void {
  requestContext(ctx).ending = ending;
  const { ret, msg, status } = RESPONSES[ending];
  const body = {
    ret,
    msg,
    data: '',
    timestamp: Math.floor(now / 1000),
    ...(detail !== undefined && { detail }),
  };
  if (status === 503) requestContext(ctx).headers.push('Retry-After', RETRY_AFTER_SECONDS);
  send(ctx, status, [Buffer.from(JSON.stringify(body))]);
}

/*
 * Written to Node's response itself: what Koa would do after us (look at the type of the body, set each header by
 * itself, look whether the client has gone) has nothing to find here, and takes as long as all the rest.
 */
function send(ctx: Context, status: number, pieces: readonly Uint8Array[]): void {
  const { res } = ctx;
  const { headers } = requestContext(ctx);
  headers.push(
    'Content-Type',
    JSON_TYPE,
    'Cache-Control',
    'private, no-store',
    'Content-Length',
    `${lengthOf(pieces)}`,
  );
  ctx.respond = false;
  res.writeHead(status, headers);
  for (const piece of pieces.slice(0, -1)) res.write(piece);
  res.end(pieces.at(-1));
}
