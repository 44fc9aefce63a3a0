import { pipeline } from 'node:stream/promises';
import type { Context } from 'koa';
import parseRange from 'range-parser';
import type { MediaFile } from '../../../domain/activities/media-library.ts';
import type { ServedFile } from '../../../domain/shared/served-file.ts';
import { requestContext } from './request-context.ts';
import { beginAnswer, sendAnswer } from './send.ts';

/* Media of the largest size at 14 KB/s, slower than which nobody waits for a picture. */
const STREAM_DEADLINE_MS = 600_000;

/** Sends a file, or says that the browser's copy is still right, or sends the part of it that is asked for. */
export function sendFile(ctx: Context, file: ServedFile, cacheControl: string): void {
  const { headers } = requestContext(ctx);
  const packed = file.gzip && takesGzip(ctx) ? file.gzip : undefined;
  // What is packed is another sequence of bytes, and a strong ETag names bytes.
  const etag = packed ? `W/"${file.version}"` : `"${file.version}"`;
  headers.push('Cache-Control', cacheControl, 'ETag', etag);
  if (file.gzip) headers.push('Vary', 'Accept-Encoding');
  if (hasCopy(ctx, etag)) {
    sendAnswer(ctx, 304, []);
    return;
  }
  headers.push('Content-Type', file.type);
  if (packed) {
    sendAnswer(ctx, 200, ['Content-Encoding', 'gzip'], [packed]);
  } else {
    const part = partOf(ctx, file.bytes.length);
    beginPart(ctx, part).end(file.bytes.subarray(part.start, part.end));
  }
}

/**
 * The same for a file that is open, which is closed when nothing more is to be read. Resolves when the answer has
 * begun: the rest is read and sent as the client takes it.
 * @throws DependencyError if not even the first piece can be read
 */
export async function sendMedia(ctx: Context, file: MediaFile, cacheControl: string): Promise<void> {
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
  // What is not sent is not read, and what cannot be read is answered as a fault, for which nothing may be written yet.
  const first = await pieces.next();
  headers.push(...caching, 'Content-Type', file.type);
  const response = beginPart(ctx, part);
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
  const { fresh } = ctx;
  ctx.res.removeHeader('ETag');
  return fresh;
}

/** What of a file is asked for: from `start` up to and without `end`. */
interface Part {
  readonly status: 200 | 206 | 416;
  readonly start: number;
  readonly end: number;
  readonly contentRange?: string;
}

/* Players on iOS take sounds only from servers that answer ranges. Several ranges at once are sent as a whole. */
function partOf(ctx: Context, lengthBytes: number): Part {
  const { range: asked, 'if-range': condition } = ctx.req.headers;
  const ranges = asked && !condition ? parseRange(lengthBytes, asked) : -2;
  if (ranges === -1) return { status: 416, start: 0, end: 0, contentRange: `bytes */${lengthBytes}` };
  if (ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1 || !ranges[0]) {
    return { status: 200, start: 0, end: lengthBytes };
  }
  const { start, end: last } = ranges[0];
  return { status: 206, start, end: last + 1, contentRange: `bytes ${start}-${last}/${lengthBytes}` };
}

function beginPart(ctx: Context, { status, start, end, contentRange }: Part): Context['res'] {
  const range = contentRange ? ['Content-Range', contentRange] : [];
  return beginAnswer(ctx, status, ['Accept-Ranges', 'bytes', ...range], end - start);
}
