import type { Context } from 'koa';
import type { JsonPieces } from '../../domain/outcome.ts';
import { answers, type Ending } from './answers.ts';
import { noteOf } from './request-note.ts';

/** When a visitor may come back after a fault, in seconds. */
const RETRY_AFTER_SECONDS = '1';

const SERVED_HEAD = Buffer.from(`{"ret":${answers.served.ret},"msg":"${answers.served.msg}","data":`);

/** Answers with `data`, JSON text that is sent as it is. */
export function sendData(ctx: Context, data: JsonPieces, now: number): void {
  noteOf(ctx).ending = 'served';
  const tail = Buffer.from(`,"timestamp":${Math.floor(now / 1000)}}`);
  send(ctx, answers.served.status, Buffer.concat([SERVED_HEAD, ...data, tail]));
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
  if (status === 503) ctx.set('Retry-After', RETRY_AFTER_SECONDS);
  send(ctx, status, Buffer.from(JSON.stringify(body)));
}

function send(ctx: Context, status: number, body: Buffer): void {
  ctx.status = status;
  ctx.set('Content-Type', 'application/json; charset=utf-8');
  ctx.set('Cache-Control', 'private, no-store');
  ctx.body = body;
}
