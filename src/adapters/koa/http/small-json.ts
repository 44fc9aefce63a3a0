import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';

/* The limit of every body, as in body.ts. */
const MOST_BYTES = 16_384;

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Whether `readSmallJson` may read a body that says it is JSON: as browsers send it, in one piece of a known length that is
 * not compressed. Every other body is for the body parser.
 */
export function isSmall({ headers }: IncomingMessage): boolean {
  return (
    headers['transfer-encoding'] === undefined &&
    headers['content-encoding'] === undefined &&
    Number(headers['content-length']) <= MOST_BYTES
  );
}

/**
 * A short-cut past koa-bodyparser, with the same results, but that it may refuse bodies nested thousands of levels deep.
 * Measured gain: 19 % of the CPU time of a POST of `static`.
 * @param refusal what it rejects with, if the body is no JSON or has a key `__proto__`, and if the connection ends
 */
export function readSmallJson({ req, request }: Context, refusal: () => Error): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(refusal());
    let body: Buffer | undefined;
    req.on('data', (chunk: Buffer) => {
      body = body ? Buffer.concat([body, chunk]) : chunk;
    });
    req.on('end', () => {
      const text = withoutMark(body?.toString() ?? '');
      try {
        request.body = parsed(text);
        request.rawBody = text;
        resolve();
      } catch {
        refuse();
      }
    });
    req.on('error', refuse);
  });
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

function parsed(text: string): unknown {
  // An escape may hide the name.
  const isSuspect = text.includes('\\') || text.includes('__proto__');
  return JSON.parse(text, isSuspect ? withoutPrototype : undefined);
}

function withoutPrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('a key that stands for the prototype');
  return value;
}
