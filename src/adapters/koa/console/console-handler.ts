import { parse as parseQuery } from 'node:querystring';
import type { Context } from 'koa';
import { z } from 'zod';
import { type Actor, mayDo } from '../../../domain/operators/actor.ts';
import { crossSiteMark, type SiteTrust } from '../http/cross-site.ts';
import { requestContext } from '../http/request-context.ts';
import { requestOrigin } from '../http/request-origin.ts';
import type { Handler } from '../http/route.ts';
import { sendAnswerOf, sendConsoleRefusal } from './console-answer.ts';
import { readBytes, readJsonObject, USUAL_BODY_BYTES } from './console-body.ts';
import { sessionTokenOf } from './console-cookie.ts';
import { ConsoleRefusal } from './console-refusal.ts';
import type { ConsoleRequest, ConsoleRoute, OpenTracedRequest } from './console-route.ts';
import { RequestTrace, type TraceDependencies } from './request-trace.ts';

/** Somebody who is known. */
export interface Identified {
  readonly actor: Actor;
  /** `null` for programs. */
  readonly session: { readonly id: string; readonly csrfToken: string } | null;
}

/** Finds out who has sent a request. */
export interface ConsoleIdentity {
  /** `null`: the token is not valid, or not any more. @throws DependencyError if the store does not answer */
  bySession(token: string): Promise<Identified | null>;
  /** The same by the token of a program. */
  byBearer(token: string): Promise<Identified | null>;
}

export interface ConsoleHandlerDependencies extends TraceDependencies {
  readonly identity: ConsoleIdentity;
  readonly site: SiteTrust;
}

/* A body that takes longer is no usual one. */
const SLOW_BODY_MS = 1000;

/* Nobody has one that long. */
const MOST_TOKEN_CHARACTERS = 200;

/** Lets a request through to the handler of its route, or refuses it. */
export function consoleHandler(route: ConsoleRoute, deps: ConsoleHandlerDependencies): Handler {
  return async (ctx) => {
    try {
      const answer = await handled(ctx, route, deps);
      if (typeof route.output !== 'string') sendAnswerOf(ctx, answer ?? {});
    } catch (error) {
      if (!(error instanceof ConsoleRefusal)) throw error;
      // The service does not wait for the rest of a body.
      if (error.code === 'too_large') requestContext(ctx).headers.push('Connection', 'close');
      sendConsoleRefusal(ctx, error);
    }
  };
}

async function handled(
  ctx: Context,
  route: ConsoleRoute,
  deps: ConsoleHandlerDependencies,
): Promise<unknown> {
  if (!route.isLedTo && crossSiteMark(ctx, deps.site)) throw new ConsoleRefusal('csrf');
  let identified = await identify(ctx, deps.identity);
  admit(route, identified?.actor ?? null);
  if (route.method === 'POST' && route.access !== 'anyone') assertCsrf(ctx, identified);
  const admittedAt = performance.now();
  const admitAgain = async () => {
    if (performance.now() - admittedAt <= SLOW_BODY_MS) return;
    // Who sends slowly may have been disabled meanwhile.
    identified = await identify(ctx, deps.identity);
    admit(route, identified?.actor ?? null);
  };
  const input = await readInput(ctx, route);
  await admitAgain();
  const readBody = async (mostBytes: number) => {
    const bytes = await readBytes(ctx, mostBytes);
    await admitAgain();
    return bytes;
  };
  const request = { ...requestOf(ctx, input, identified, deps), readBody };
  if (route.trail === undefined) return route.handle(request);
  return traced(route, request, new RequestTrace(route, request, deps));
}

/* A change that cannot be noted is not made. */
async function traced(
  route: ConsoleRoute,
  request: ConsoleRequest<never>,
  trace: RequestTrace,
): Promise<unknown> {
  const isNoted = route.trail === 'change' && route.access !== 'anyone';
  if (isNoted && route.body !== 'raw') await trace.begin();
  try {
    const tracedRequest: OpenTracedRequest<never> = {
      ...request,
      // One that never arrives whole changes nothing.
      readBody: async (mostBytes) => {
        const bytes = await request.readBody(mostBytes);
        if (isNoted) await trace.begin();
        return bytes;
      },
      begin: (by) => trace.begin(by),
      record: (action) => trace.record(action),
    };
    const answer = await route.handle(tracedRequest);
    // One that answers by itself does that after a fault, too: what it has begun ends with its entry.
    if (typeof route.output !== 'string') await trace.drop();
    return answer;
  } catch (error) {
    // Any other error may have come after the change.
    if (error instanceof ConsoleRefusal) await trace.drop();
    throw error;
  }
}

async function identify(ctx: Context, identity: ConsoleIdentity): Promise<Identified | null> {
  const [scheme, bearer = ''] = (ctx.req.headers.authorization ?? '').split(' ', 2);
  // A request with both is a program's: its cookie gives it nothing.
  if (scheme?.toLowerCase() === 'bearer') return isToken(bearer) ? identity.byBearer(bearer) : null;
  const token = sessionTokenOf(ctx);
  return token !== undefined && isToken(token) ? identity.bySession(token) : null;
}

function isToken(text: string): boolean {
  return text.length > 0 && text.length <= MOST_TOKEN_CHARACTERS;
}

function admit({ access, scope }: ConsoleRoute, actor: Actor | null): void {
  if (access === 'anyone') return;
  if (!actor) throw new ConsoleRefusal('not_signed_in');
  if (!mayDo(actor, { permission: access, ...(scope && { scope }) })) throw new ConsoleRefusal('forbidden');
}

/* Another page cannot read the token, and cannot set the header. Programs send no cookie. */
function assertCsrf(ctx: Context, identified: Identified | null): void {
  const session = identified?.session;
  if (session && ctx.req.headers['x-csrf-token'] !== session.csrfToken) throw new ConsoleRefusal('csrf');
}

async function readInput(
  ctx: Context,
  { method, input, body = USUAL_BODY_BYTES }: ConsoleRoute,
): Promise<never> {
  const isJson = method === 'POST' && body !== 'raw';
  const given: Record<string, unknown> = isJson
    ? await readJsonObject(ctx, body)
    : { ...parseQuery(ctx.querystring) };
  const whole = { ...given, ...(ctx['params'] as Record<string, string> | undefined) };
  const parsed = (input ?? z.object({})).safeParse(whole);
  if (parsed.success) return parsed.data as never;
  const [issue] = parsed.error.issues;
  throw new ConsoleRefusal('invalid', { field: issue?.path.join('.') ?? '', message: issue?.message ?? '' });
}

function requestOf(
  ctx: Context,
  input: never,
  identified: Identified | null,
  { site }: Pick<ConsoleHandlerDependencies, 'site'>,
): Omit<ConsoleRequest<never>, 'readBody'> {
  const gone = new AbortController();
  ctx.res.once('close', () => gone.abort());
  return {
    ctx,
    input,
    actor: identified?.actor ?? null,
    sessionId: identified?.session?.id ?? null,
    address: requestContext(ctx).clientAddress(),
    origin: requestOrigin(ctx, site),
    signal: gone.signal,
  };
}
