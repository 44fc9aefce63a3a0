import { parse as parseQuery } from 'node:querystring';
import { visit as visitJson } from 'jsonc-parser';
import type { Context } from 'koa';
import type { z } from 'zod';
import { isJson } from './body.ts';
import { arePlain, type PlainRules } from './plain-parameters.ts';

export type Validated<T> =
  | { readonly ok: true; readonly parameters: T }
  /** The parameter that is missing or malformed, or `body`. */
  | { readonly ok: false; readonly field: string };

type Raw = Readonly<Record<string, unknown>>;

/** What one kind of request is validated by. */
interface Rules<Shape extends z.ZodObject> extends PlainRules {
  readonly schema: Shape;
  readonly names: readonly string[];
  readonly bodyOnly: readonly string[];
  readonly onlyOnce: readonly string[];
}

/**
 * A validator of requests with these parameters.
 * @param texts by the names of parameters: what the schema returns as it is, whatever the other parameters are
 * @param bodyOnly the parameters that are not taken from an address, which proxies log
 * @param lenient those that decide nothing: given twice, one of them counts
 */
export function validatorFor<Shape extends z.ZodObject>(
  schema: Shape,
  texts: PlainRules['texts'] = {},
  bodyOnly: readonly string[] = [],
  lenient: readonly string[] = [],
): (ctx: Context) => Validated<z.output<Shape>> {
  const names = Object.keys(schema.shape);
  const optional = new Set(names.filter((name) => schema.shape[name]?.safeParse(undefined).success));
  const onlyOnce = names.filter((name) => !lenient.includes(name));
  const rules = { schema, names, texts, optional, bodyOnly, onlyOnce };
  return (ctx) => validate(ctx, rules);
}

/* Takes the parameters from the body, and from the query what the body lacks. An empty text in the body is a lack. */
function validate<Shape extends z.ZodObject>(ctx: Context, rules: Rules<Shape>): Validated<z.output<Shape>> {
  const { schema, names, bodyOnly, onlyOnce } = rules;
  const body: unknown = ctx.request.body ?? {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return { ok: false, field: 'body' };
  const twice = nameGivenTwice(ctx, onlyOnce);
  if (twice !== undefined) return { ok: false, field: twice };

  const query = queryOf(ctx);
  const gathered: Record<string, unknown> = {};
  for (const name of names)
    gathered[name] = parameter(name, body as Raw, bodyOnly.includes(name) ? NOTHING : query);
  if (arePlain(gathered, rules)) return { ok: true, parameters: gathered as z.output<Shape> };
  const parsed = schema.safeParse(gathered);
  if (parsed.success) return { ok: true, parameters: parsed.data };
  return { ok: false, field: parsed.error.issues[0]?.path.join('.') ?? '' };
}

/* Koa's own lists every key first. `maxKeys` 0: no limit on the number of keys. */
function queryOf({ querystring }: Context): Raw {
  return querystring === '' ? NOTHING : parseQuery(querystring, '&', '=', { maxKeys: 0 });
}

const NOTHING: Raw = {};

function parameter(name: string, body: Raw, query: Raw): unknown {
  const own = Object.hasOwn(body, name) ? body[name] : undefined;
  return own === undefined || own === '' ? (query[name] ?? own) : own;
}

/*
 * `JSON.parse` keeps the last of two equal names, and a proxy in front may have read the first. (In a query or a form,
 * a name given twice makes a list, and no parameter is a list.) The text is parsed again only where a name occurs more
 * than once, or may be hidden behind an escape.
 */
function nameGivenTwice(ctx: Context, names: readonly string[]): string | undefined {
  const { rawBody } = ctx.request;
  if (typeof rawBody !== 'string' || !isJson(ctx)) return undefined;
  const repeats = names.some((name) => occursTwice(rawBody, name));
  if (!repeats && !rawBody.includes('\\')) return undefined;
  const seen = new Set<string>();
  let twice: string | undefined;
  try {
    visitJson(rawBody, {
      onObjectProperty: (name, _offset, _length, _line, _column, path) => {
        if (path().length > 0) return;
        if (seen.has(name) && names.includes(name)) twice ??= name;
        seen.add(name);
      },
    });
  } catch (error) {
    // Nested deeper than the stack.
    if (error instanceof RangeError) return 'body';
    throw error;
  }
  return twice;
}

function occursTwice(text: string, part: string): boolean {
  const first = text.indexOf(part);
  return first >= 0 && text.indexOf(part, first + 1) >= 0;
}
