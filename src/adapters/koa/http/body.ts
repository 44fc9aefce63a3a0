import type { Context } from 'koa';
import bodyParser from 'koa-bodyparser';
import type { RefusalCode } from './responses.ts';
import { isSmall, readSmallJson } from './small-json.ts';

const MAX_BODY = '16kb';

/** A body that cannot be taken. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused';
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(code);
    this.code = code;
  }
}

const parse = bodyParser({
  enableTypes: ['json', 'form'],
  jsonLimit: MAX_BODY,
  formLimit: MAX_BODY,
  // Whether a JSON value is of use is for the guard to say; here it only has to be JSON.
  strict: false,
  onerror: (error) => {
    throw new BodyRefused(codeFor((error as { status?: number }).status));
  },
});

/**
 * Reads the body of a POST, a JSON value or an urlencoded form, into `ctx.request.body`.
 * @returns rejects with `BodyRefused` if it is of another type, over 16 KiB, or not what its type says
 */
export function readBody(ctx: Context): Promise<void> {
  const json = isJson(ctx);
  if (json && isSmall(ctx.req)) return readSmallJson(ctx, unparseable);
  const isForm = json || ctx.request.is('application/x-www-form-urlencoded');
  return isForm ? parse(ctx, nothingMore) : Promise.reject(new BodyRefused('unsupported_body'));
}

/* No JSON, or a client that went away. */
const unparseable = () => new BodyRefused('unparseable_body');

/** Whether the body says that it is JSON. */
export function isJson({ req, request }: Context): boolean {
  // As most write it, which is not worth a parser.
  return req.headers['content-type'] === 'application/json' || Boolean(request.is('application/json'));
}

/** Whether the request says that it has one. */
export function hasBody({ req }: Context): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}

const nothingMore = async () => {};

function codeFor(status: number | undefined): RefusalCode {
  if (status === 413) return 'body_too_large';
  if (status === 415) return 'unsupported_body';
  return 'unparseable_body';
}
