import type { Context } from 'koa';
import parseRange from 'range-parser';
import type { ServedFile } from '../../domain/served-file.ts';

/** Sends a file, or says that the browser's copy is still right, or sends the part of it that is asked for. */
export function sendFile(ctx: Context, file: ServedFile, cacheControl: string): void {
  ctx.status = 200;
  ctx.set('Content-Type', file.type);
  ctx.set('Cache-Control', cacheControl);
  ctx.set('ETag', `"${file.version}"`);
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  if (file.gzip) {
    ctx.vary('Accept-Encoding');
    if (ctx.acceptsEncodings('gzip', 'identity') === 'gzip') {
      // What is packed is another sequence of bytes, and a strong ETag names bytes.
      ctx.set('ETag', `W/"${file.version}"`);
      ctx.set('Content-Encoding', 'gzip');
      ctx.body = Buffer.from(file.gzip.buffer, file.gzip.byteOffset, file.gzip.byteLength);
      return;
    }
  }
  sendBytes(ctx, file.bytes);
}

/* Players on iOS take sounds only from servers that answer ranges. Several ranges at once are sent as a whole. */
function sendBytes(ctx: Context, bytes: Uint8Array): void {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  ctx.set('Accept-Ranges', 'bytes');
  const asked = ctx.get('Range');
  const ranges = asked && !ctx.get('If-Range') ? parseRange(whole.length, asked) : -2;
  if (ranges === -1) {
    ctx.status = 416;
    ctx.set('Content-Range', `bytes */${whole.length}`);
    ctx.body = Buffer.alloc(0);
  } else if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 || !ranges[0]) {
    ctx.body = whole;
  } else {
    const { start, end } = ranges[0];
    ctx.status = 206;
    ctx.set('Content-Range', `bytes ${start}-${end}/${whole.length}`);
    ctx.body = whole.subarray(start, end + 1);
  }
}
