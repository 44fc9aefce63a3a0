import type { Context } from 'koa';
import type { JsonPieces } from '../../domain/outcome.ts';
import { answers, type Ending } from './answers.ts';
import { noteOf } from './request-note.ts';

/** When a visitor may come back after a fault, in seconds. */
const RETRY_AFTER_SECONDS = '1';

const JSON_TYPE = 'application/json; charset=utf-8';

const SERVED_HEAD = Buffer.from(`{"ret":${answers.served.ret},"msg":"${answers.served.msg}","data":`);

/** Answers with `data`, JSON text that is sent as it is. */
export function sendData(ctx: Context, data: JsonPieces, now: number): void {
  noteOf(ctx).ending = 'served';
  send(ctx, answers.served.status, envelopeOf(data, Math.floor(now / 1000)));
}

/* What everybody is served alike is put together once a second. */
const together = new WeakMap<JsonPieces, { readonly second: number; readonly bytes: Buffer }>();

function envelopeOf(data: JsonPieces, second: number): Buffer {
  const known = together.get(data);
  if (known?.second === second) return known.bytes;
  const bytes = Buffer.concat([SERVED_HEAD, ...data, tailOf(second)]);
  if (data.length === 1) together.set(data, { second, bytes });
  return bytes;
}

let tail = { second: 0, bytes: Buffer.alloc(0) };

function tailOf(second: number): Buffer {
  if (tail.second !== second) tail = { second, bytes: Buffer.from(`,"timestamp":${second}}`) };
  return tail.bytes;
}

/** Answers with a refusal or a fault, whose `data` is always empty. */
export function sendEnding(ctx: Context, ending: Ending, now: number, detail?: unknown): void {
  noteOf(ctx).ending = ending;
  const { ret, msg, status } = answers[ending];
  const body = {
    ret,
    msg,
    data: '',
    timestamp: Math.floor(now / 1000),
    ...(detail !== undefined && { detail }),
  };
  if (status === 503) noteOf(ctx).headers.push('Retry-After', RETRY_AFTER_SECONDS);
  send(ctx, status, Buffer.from(JSON.stringify(body)));
}

/*
 * Written to Node's response itself: what Koa would do after us (look at the type of the body, set each header by
 * itself, look whether the client has gone) has nothing to find here, and takes as long as all the rest.
 */
function send(ctx: Context, status: number, body: Buffer): void {
  const { headers } = noteOf(ctx);
  headers.push(
    'Content-Type',
    JSON_TYPE,
    'Cache-Control',
    'private, no-store',
    'Content-Length',
    `${body.length}`,
  );
  ctx.respond = false;
  ctx.res.writeHead(status, headers).end(body);
}
