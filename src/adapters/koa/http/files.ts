import { pipeline } from 'node:stream/promises';
import type { Context } from 'koa';
import parseRange from 'range-parser';
import type { MediaFile } from '../../../domain/activities/media-library.ts';
import type { ServedFile } from '../../../domain/shared/served-file.ts';
import { acceptedEncoding } from './encoding/accepted-encoding.ts';
import { requestContext } from './request-context.ts';
import { beginAnswer, sendAnswer } from './send.ts';

const NOTHING: readonly string[] = [];

const ENCODED = { br: ['Content-Encoding', 'br'], gzip: ['Content-Encoding', 'gzip'] } as const;

/* The largest file (16 MiB) at 28 KB/s. */
const STREAM_DEADLINE_MS = 600_000;

/** Sends a file, or the requested part of it, or 304 if the browser's copy is current. */
export function sendFile(ctx: Context, file: ServedFile, cacheControl: string): void {
  const { headers } = requestContext(ctx);
  const encoding = acceptedEncoding(ctx.req);
  const packed = encoding === 'br' ? file.brotli : encoding === 'gzip' ? file.gzip : undefined;
  // A strong ETag would name the unpacked bytes.
  const etag = packed ? `W/"${file.version}"` : `"${file.version}"`;
  headers.push('Cache-Control', cacheControl, 'ETag', etag);
  if (packed || file.gzip || file.brotli) headers.push('Vary', 'Accept-Encoding');
  if (hasCopy(ctx, etag)) {
    sendAnswer(ctx, 304, NOTHING);
    return;
  }
  headers.push('Content-Type', file.type);
  if (encoding && packed) {
    sendAnswer(ctx, 200, ENCODED[encoding], [packed]);
  } else {
    const part = partOf(ctx, file.bytes.length);
    headers.push(...rangeHeaders(part));
    sendAnswer(ctx, part.status, NOTHING, [file.bytes.subarray(part.start, part.end)]);
  }
}

/** Sends a file that was found, in memory or open. @throws DependencyError if not even the first piece can be read */
export function sendFound(
  ctx: Context,
  found: ServedFile | MediaFile,
  cacheControl: string,
): void | Promise<void> {
  return 'bytes' in found ? sendFile(ctx, found, cacheControl) : sendMedia(ctx, found, cacheControl);
}

/**
 * Sends an open file in the same way, and closes it. Resolves when the answer has begun; the rest is read as the client
 * receives it.
 * @throws DependencyError if not even the first piece can be read
 */
async function sendMedia(ctx: Context, file: MediaFile, cacheControl: string): Promise<void> {
  let streams = false;
  try {
    streams = await beginMedia(ctx, file, cacheControl);
  } finally {
    if (!streams) await file.close();
  }
}

/** Whether the file is still being sent. */
async function beginMedia(ctx: Context, file: MediaFile, cacheControl: string): Promise<boolean> {
  const { headers } = requestContext(ctx);
  const etag = `"${file.version}"`;
  const caching = ['Cache-Control', cacheControl, 'ETag', etag];
  if (hasCopy(ctx, etag)) {
    sendAnswer(ctx, 304, caching);
    return false;
  }
  const part = partOf(ctx, file.lengthBytes);
  const pieces = file.pieces(part.start, ctx.req.method === 'HEAD' ? part.start : part.end);
  // The first piece is read before anything is written, so that a fault can still be answered with 5003.
  const first = await pieces.next();
  headers.push(...caching, 'Content-Type', file.type);
  const response = beginAnswer(ctx, part.status, rangeHeaders(part), part.end - part.start);
  if (first.done || first.value.length === part.end - part.start) {
    response.end(first.value);
    return false;
  }
  const signal = AbortSignal.timeout(STREAM_DEADLINE_MS);
  pipeline(startingWith(first.value, pieces), response, { signal })
    .catch((error) => ctx.app.emit('error', error))
    .then(() => file.close())
    .catch((error) => ctx.app.emit('error', error));
  return true;
}

async function* startingWith(
  first: Uint8Array,
  others: AsyncGenerator<Uint8Array, void>,
): AsyncGenerator<Uint8Array, void> {
  yield first;
  yield* others;
}

/* Koa compares the request's conditions with the headers of the answer. */
function hasCopy(ctx: Context, etag: string): boolean {
  const { 'if-none-match': version, 'if-modified-since': time } = ctx.req.headers;
  if (version === undefined && time === undefined) return false;
  // `ctx.status` would also set the text of the status line, and the status may change.
  ctx.res.statusCode = 200;
  ctx.set('ETag', etag);
  const { fresh } = ctx;
  ctx.res.removeHeader('ETag');
  return fresh;
}

/** The requested part of a file: from `start` up to and without `end`. */
interface Part {
  readonly status: 200 | 206 | 416;
  readonly start: number;
  readonly end: number;
  readonly contentRange?: string;
}

/* Players on iOS need ranges for sounds. A request for several ranges gets the whole file. */
function partOf(ctx: Context, lengthBytes: number): Part {
  const { range: asked, 'if-range': condition } = ctx.req.headers;
  // Only of a GET (RFC 9110, 14.2).
  const ranges = asked && !condition && ctx.req.method === 'GET' ? parseRange(lengthBytes, asked) : -2;
  if (ranges === -1) return { status: 416, start: 0, end: 0, contentRange: `bytes */${lengthBytes}` };
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 || !ranges[0]) {
    return { status: 200, start: 0, end: lengthBytes };
  }
  const { start, end: last } = ranges[0];
  return { status: 206, start, end: last + 1, contentRange: `bytes ${start}-${last}/${lengthBytes}` };
}

function rangeHeaders({ contentRange }: Part): readonly string[] {
  const range = contentRange ? ['Content-Range', contentRange] : NOTHING;
  return ['Accept-Ranges', 'bytes', ...range];
}
