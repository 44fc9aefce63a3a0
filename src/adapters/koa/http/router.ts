import { METHODS } from 'node:http';
import Router from '@koa/router';
import type { Context } from 'koa';
import { requestContext } from './request-context.ts';
import type { Handler, Route } from './route.ts';

/** Answers what no route answers. */
export interface Fallbacks {
  notFound(ctx: Context): void | Promise<void>;
  /** The header `Allow` is set. */
  methodNotAllowed(ctx: Context): void | Promise<void>;
}

/**
 * Finds the route of a request. Paths without parameters are looked up in a map; the router matches the others.
 * @param basePath is left out of the route's name, by which operators know it
 */
export function routerOf(routes: readonly Route[], basePath: string, fallbacks: Fallbacks): Handler {
  const exact = new Map<string, Handler>();
  const router = new Router({ strict: true, sensitive: true });
  for (const route of routes) {
    const handle = withMethods(route, nameOf(route.path, basePath), fallbacks);
    if (route.path.includes(':')) router.register(route.path, METHODS, handle);
    else exact.set(route.path, handle);
  }
  const byPattern = router.routes() as unknown as (ctx: Context, next: () => Promise<void>) => Promise<void>;
  return (ctx) => {
    const short = exact.get(pathOf(ctx.req.url ?? ''));
    if (short) return short(ctx);
    const path = parsedPath(ctx);
    if (path === undefined) return fallbacks.notFound(ctx);
    const found = exact.get(path);
    if (found) return found(ctx);
    return byPattern(ctx, async () => fallbacks.notFound(ctx));
  };
}

function withMethods(
  { methods, handle, preflight }: Route,
  name: string,
  { methodNotAllowed }: Fallbacks,
): Handler {
  const allowed: readonly string[] = methods.flatMap((method) =>
    method === 'GET' ? ['GET', 'HEAD'] : [method],
  );
  const allow = allowed.join(', ');
  return (ctx) => {
    const context = requestContext(ctx);
    context.route = name;
    if (allowed.includes(ctx.req.method ?? '')) return handle(ctx);
    if (ctx.req.method === 'OPTIONS' && preflight?.(ctx)) return;
    context.headers.push('Allow', allow);
    return methodNotAllowed(ctx);
  };
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}

/* An address may also be absolute; Koa parses every form. `undefined` for one that cannot be parsed. */
function parsedPath(ctx: Context): string | undefined {
  try {
    return ctx.path;
  } catch {
    return undefined;
  }
}

/** The name of a route in metrics and logs. */
export function nameOf(path: string, basePath: string): string {
  return path.startsWith(basePath) ? path.slice(basePath.length) || '/' : path;
}
