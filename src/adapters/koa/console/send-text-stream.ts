import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Context } from 'koa';
import { beginAnswer } from '../http/send.ts';

/**
 * Sends a text as it is made, as fast as the client reads it. The first part comes before the head, so that a store that is
 * away is still a refusal. A text that ends with an error breaks the connection: nobody takes it for the whole.
 * @param headers names and values in turn
 * @throws the error of the first part; later ones go to `onError`
 */
export async function sendTextStream(
  ctx: Context,
  headers: readonly string[],
  parts: AsyncIterable<string>,
  onError: (error: unknown) => void,
): Promise<void> {
  const iterator = parts[Symbol.asyncIterator]();
  const first = await iterator.next();
  const response = beginAnswer(ctx, 200, [...headers, 'Cache-Control', 'private, no-store'], null);
  if (ctx.method === 'HEAD') {
    await iterator.return?.();
    response.end();
    return;
  }
  const text = (async function* () {
    if (!first.done) yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  })();
  try {
    await pipeline(Readable.from(text, { objectMode: false }), response);
  } catch (error) {
    // A client that went away has what it wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') onError(error);
  }
}
