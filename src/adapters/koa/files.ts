import type { Context } from 'koa';
import parseRange from 'range-parser';
import type { ServedFile } from '../../domain/served-file.ts';
import { noteOf } from './request-note.ts';

/** Sends a file, or says that the browser's copy is still right, or sends the part of it that is asked for. */
export function sendFile(ctx: Context, file: ServedFile, cacheControl: string): void {
  const { headers } = noteOf(ctx);
  const packed = file.gzip && takesGzip(ctx) ? file.gzip : undefined;
  // What is packed is another sequence of bytes, and a strong ETag names bytes.
  const etag = packed ? `W/"${file.version}"` : `"${file.version}"`;
  headers.push('Cache-Control', cacheControl, 'ETag', etag);
  if (file.gzip) headers.push('Vary', 'Accept-Encoding');
  if (hasCopy(ctx, etag)) {
    end(ctx, 304);
    return;
  }
  headers.push('Content-Type', file.type);
  if (packed) {
    headers.push('Content-Encoding', 'gzip');
    end(ctx, 200, packed);
  } else {
    sendBytes(ctx, file.bytes);
  }
}

function takesGzip(ctx: Context): boolean {
  const { 'accept-encoding': accepted } = ctx.req.headers;
  return accepted !== undefined && ctx.acceptsEncodings('gzip', 'identity') === 'gzip';
}

/* Koa holds what the request says of the browser's copy against what the answer says so far. */
function hasCopy(ctx: Context, etag: string): boolean {
  const { 'if-none-match': version, 'if-modified-since': time } = ctx.req.headers;
  if (version === undefined && time === undefined) return false;
  // Koa's own would also fix the words of the status line, whatever the answer becomes.
  ctx.res.statusCode = 200;
  ctx.set('ETag', etag);
  return ctx.fresh;
}

/* Players on iOS take sounds only from servers that answer ranges. Several ranges at once are sent as a whole. */
function sendBytes(ctx: Context, bytes: Uint8Array): void {
  const { headers } = noteOf(ctx);
  headers.push('Accept-Ranges', 'bytes');
  const { range: asked, 'if-range': condition } = ctx.req.headers;
  const ranges = asked && !condition ? parseRange(bytes.length, asked) : -2;
  if (ranges === -1) {
    headers.push('Content-Range', `bytes */${bytes.length}`);
    end(ctx, 416, NOTHING);
  } else if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 || !ranges[0]) {
    end(ctx, 200, bytes);
  } else {
    const { start, end: last } = ranges[0];
    headers.push('Content-Range', `bytes ${start}-${last}/${bytes.length}`);
    end(ctx, 206, bytes.subarray(start, last + 1));
  }
}

const NOTHING = new Uint8Array();

/* Written to Node's response itself, as the envelope is. */
function end(ctx: Context, status: number, body?: Uint8Array): void {
  const { headers } = noteOf(ctx);
  if (body) headers.push('Content-Length', `${body.length}`);
  ctx.respond = false;
  ctx.res.writeHead(status, headers).end(body);
}
