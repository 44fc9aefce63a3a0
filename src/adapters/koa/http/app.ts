import Koa, { type Context } from 'koa';
import type { MaybePromise } from '../../../application/shared/maybe-promise.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import type { RequestTraces } from '../../../domain/visitors/request-traces.ts';
import { BodyRefused } from './body.ts';
import { sendRefusal } from './envelope.ts';
import type { AppListener } from './in-short-turns.ts';
import { type OpenContextDependencies, openContext } from './open-context.ts';
import { pastKoa } from './past-koa.ts';
import { type AnsweredRequest, hasHeader, type RequestContext, requestContext } from './request-context.ts';
import { RESPONSES, type RefusalCode } from './responses.ts';
import type { Route } from './route.ts';
import { routerOf } from './router.ts';
import { tracedRequest } from './traced-request.ts';

export interface AppDependencies extends OpenContextDependencies {
  readonly routes: readonly Route[];
  readonly basePath: string;
  readonly clock: Clock;
  readonly errorReporter: ErrorReporter;
  /** Sends what is refused before a handler answers, and faults; the envelope, if left out. */
  readonly refuse?: (ctx: Context, code: RefusalCode) => void | Promise<void>;
  /** Called with every request when its answer is made. Must not throw. */
  readonly observe: (request: AnsweredRequest) => void;
  /** Left out where traces are off. */
  readonly traces?: RequestTraces;
}

/** The service as a Koa application. */
export function createApp(deps: AppDependencies): AppListener {
  const { routes, basePath, clock, errorReporter, observe, traces } = deps;
  const { refuse = (ctx: Context, code: RefusalCode) => sendRefusal(ctx, code, clock.now()) } = deps;
  const app = new Koa();
  const route = routerOf(routes, basePath, {
    notFound: (ctx) => refuse(ctx, 'not_found'),
    methodNotAllowed: (ctx) => refuse(ctx, 'method_not_allowed'),
  });
  // What is left by now is a connection that broke while it was answered.
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (!isClientsDoing(error)) errorReporter.report('an answer could not be sent', error);
  });
  if (!traces) return pastKoa(app, (ctx, at) => answer(ctx, openContext(ctx, deps), at));
  const traced = { traces, basePath, cookie: deps.cookie };
  return pastKoa(app, (ctx, at) => {
    const context = openContext(ctx, deps);
    return tracedRequest(traced, ctx, context, at, {
      answer: () => answer(ctx, context, at),
      answered: () => answered(ctx, context, at),
    });
  });

  function answer(ctx: Context, context: RequestContext, receivedAt: number): MaybePromise<void> {
    try {
      const pending = route(ctx);
      if (pending) return finished(pending, ctx, context, receivedAt);
    } catch (error) {
      answerFault(ctx, error);
    }
    observe(answered(ctx, context, receivedAt));
  }

  async function finished(
    pending: Promise<void>,
    ctx: Context,
    context: RequestContext,
    receivedAt: number,
  ): Promise<void> {
    try {
      await pending;
    } catch (error) {
      answerFault(ctx, error);
    }
    observe(answered(ctx, context, receivedAt));
  }

  function answerFault(ctx: Context, error: unknown): void {
    if (error instanceof BodyRefused) {
      // The service does not wait for the rest of the body.
      closeAfterwards(ctx);
      sendRefusal(ctx, error.code, clock.now(), { field: 'body' });
      return;
    }
    const away = error instanceof DependencyError;
    const { requestId, route } = requestContext(ctx);
    errorReporter.report(away ? 'a dependency is away' : 'a request failed', error, {
      request_id: requestId,
      route,
    });
    refuse(ctx, away ? 'system_busy' : 'internal_error');
  }
}

function answered(ctx: Context, context: RequestContext, receivedAt: number): AnsweredRequest {
  const { requestId, trace, route, activityId, responseCode } = context;
  return {
    requestId,
    trace,
    route,
    activityId,
    responseCode,
    method: ctx.req.method ?? '',
    status: ctx.res.statusCode,
    ret: responseCode === null ? null : RESPONSES[responseCode].ret,
    notable: responseCode !== null && RESPONSES[responseCode].notable,
    durationMs: performance.now() - receivedAt,
  };
}

const CLIENTS_DOING = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);

/* A client that went away, reads too slowly or sends no HTTP: an operator can do nothing about it. */
function isClientsDoing({ code = '' }: NodeJS.ErrnoException): boolean {
  return CLIENTS_DOING.has(code) || code.startsWith('HPE_');
}

function closeAfterwards(ctx: Context): void {
  const { headers } = requestContext(ctx);
  if (!hasHeader(headers, 'Connection')) headers.push('Connection', 'close');
}
