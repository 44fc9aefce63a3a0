import { parse as parseQuery } from 'node:querystring';
import { visit as visitJson } from 'jsonc-parser';
import type { Context } from 'koa';
import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import { isJson } from './body.ts';

export type Guarded<T> =
  | { readonly ok: true; readonly parameters: T }
  /** The parameter that is missing or malformed, or `body`. */
  | { readonly ok: false; readonly field: string };

type Raw = Readonly<Record<string, unknown>>;

/* Addresses under which a crowd asks for the same. */
const MOST_KNOWN = 10_000;

/* An activity's id is the only parameter in them, so no token is kept in any spelling of its name. */
const ofTheCrowd = /^\/[^?]*\?activity_id=[A-Za-z0-9_-]{1,64}$/;

/**
 * A guard for requests with these parameters. What an address with an activity's id alone and without a body was
 * read as is remembered, since all the crowd comes by the same one.
 */
export function validatorFor<Shape extends z.ZodObject>(
  schema: Shape,
): (ctx: Context) => Guarded<z.output<Shape>> {
  const known = new LRUCache<string, Guarded<z.output<Shape>>>({ max: MOST_KNOWN });
  return (ctx) => {
    const { url = '' } = ctx.req;
    if (ctx.request.body !== undefined) return guard(ctx, schema);
    const before = known.get(url);
    if (before) return before;
    const read = guard(ctx, schema);
    if (read.ok && ofTheCrowd.test(url)) known.set(url, read);
    return read;
  };
}

/**
 * Gathers and checks the parameters of a request, once: those of the body, and from the query what the body
 * lacks. An empty text in the body counts as lacking there.
 */
function guard<Shape extends z.ZodObject>(ctx: Context, schema: Shape): Guarded<z.output<Shape>> {
  const body: unknown = ctx.request.body ?? {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { ok: false, field: 'body' };
  const names = Object.keys(schema.shape);
  const twice = nameGivenTwice(ctx, names);
  if (twice !== undefined) return { ok: false, field: twice };

  const query = queryOf(ctx);
  const gathered = Object.fromEntries(names.map((name) => [name, parameter(name, body as Raw, query)]));
  const parsed = schema.safeParse(gathered);
  if (parsed.success) return { ok: true, parameters: parsed.data };
  return { ok: false, field: String(parsed.error.issues[0]?.path[0] ?? '') };
}

/* Koa's own makes a list of every key before it looks at one. `maxKeys` 0: none is overlooked. */
function queryOf({ querystring }: Context): Raw {
  return querystring === '' ? NOTHING : parseQuery(querystring, '&', '=', { maxKeys: 0 });
}

const NOTHING: Raw = {};

function parameter(name: string, body: Raw, query: Raw): unknown {
  const own = Object.hasOwn(body, name) ? body[name] : undefined;
  return own === undefined || own === '' ? (query[name] ?? own) : own;
}

/*
 * `JSON.parse` keeps the last of two equal names, and a proxy in front may have looked at the first. (In a query
 * or a form, a name given twice makes a list, which no parameter is.) The exact look is only taken where a name
 * stands there more than once, or may be hidden behind an escape.
 */
function nameGivenTwice(ctx: Context, names: readonly string[]): string | undefined {
  const { rawBody } = ctx.request;
  if (typeof rawBody !== 'string' || !isJson(ctx)) return undefined;
  const repeats = names.some((name) => rawBody.indexOf(name) !== rawBody.lastIndexOf(name));
  if (!repeats && !rawBody.includes('\\')) return undefined;
  const seen = new Set<string>();
  let twice: string | undefined;
  visitJson(rawBody, {
    onObjectProperty: (name, _offset, _length, _line, _column, path) => {
      if (path().length > 0) return;
      if (seen.has(name) && names.includes(name)) twice ??= name;
      seen.add(name);
    },
  });
  return twice;
}
