import type { Context } from 'koa';
import { requestContext } from './request-context.ts';
import type { Route } from './route.ts';
import { beginAnswer } from './send.ts';

/* What a page reads of an answer beside its body. */
const EXPOSED = 'Retry-After, X-Request-Id, X-Release';

/* The longest that Chromium remembers the answer to a preflight. */
const PREFLIGHT = [
  'Access-Control-Allow-Methods',
  'GET, POST',
  'Access-Control-Allow-Headers',
  'Content-Type',
  'Access-Control-Max-Age',
  '7200',
];

/**
 * The same routes for pages of other origins, too: those listed may call them with the visitor's cookie, and read the
 * answers. Browsers keep answers from pages of all other origins, which get no header of this.
 */
export function withCors(routes: readonly Route[], origins: ReadonlySet<string>): readonly Route[] {
  if (origins.size === 0) return routes;
  return routes.map((route) => ({
    ...route,
    handle: (ctx) => {
      allow(ctx, origins);
      return route.handle(ctx);
    },
    preflight: (ctx) => {
      if (ctx.req.headers['access-control-request-method'] === undefined || !allow(ctx, origins))
        return false;
      beginAnswer(ctx, 204, PREFLIGHT, null).end();
      return true;
    },
  }));
}

/** Whether the page that asks may read the answer. */
function allow(ctx: Context, origins: ReadonlySet<string>): boolean {
  const { headers } = requestContext(ctx);
  const { origin } = ctx.req.headers;
  headers.push('Vary', 'Origin');
  if (origin === undefined || !origins.has(origin)) return false;
  // What is sent is one of the settings, not what the client has written.
  headers.push('Access-Control-Allow-Origin', origin, 'Access-Control-Allow-Credentials', 'true');
  headers.push('Access-Control-Expose-Headers', EXPOSED);
  return true;
}
