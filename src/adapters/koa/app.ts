import Koa, { type Context, type Middleware } from 'koa';
import { DependencyFault } from '../../domain/dependency-fault.ts';
import type { FaultLog } from '../../domain/ports/fault-log.ts';
import type { Identifiers } from '../../domain/ports/identifiers.ts';
import { readTraceparent } from '../../domain/request-origin.ts';
import { answers } from './answers.ts';
import { BodyRefused } from './body.ts';
import { sendEnding } from './envelope.ts';
import { type AnsweredRequest, noteOf, type RequestNote } from './request-note.ts';
import { type RoutesDependencies, routes } from './routes.ts';
import { cameByHttps } from './token-cookie.ts';

export interface AppDependencies extends RoutesDependencies {
  readonly identifiers: Identifiers;
  readonly faultLog: FaultLog;
  /** Called with every request when its answer is made. Must not throw. */
  readonly observe: (request: AnsweredRequest) => void;
}

const saneRequestId = /^[A-Za-z0-9._:-]{1,128}$/;

/* A year, for this host alone: its subdomains are for others to speak for. */
const HSTS = 'max-age=31536000';

/** The service as a Koa application. */
export function createApp(deps: AppDependencies): Koa {
  const { clock, faultLog, lifecycle } = deps;
  const app = new Koa();
  app.use(follow(deps));
  app.use((ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    if (cameByHttps(ctx, deps.cookie)) ctx.set('Strict-Transport-Security', HSTS);
    return next();
  });
  app.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      answerFault(ctx, error);
    }
    if (lifecycle.draining || lifecycle.retiring) ctx.set('Connection', 'close');
  });
  app.use(routes(deps).routes());
  app.use((ctx) => sendEnding(ctx, 'not_found', clock.now()));
  // What is left by now is a connection that broke while it was answered.
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (!isClientsDoing(error)) faultLog.report('an answer could not be sent', error);
  });
  return app;

  function answerFault(ctx: Context, error: unknown): void {
    if (error instanceof BodyRefused) {
      // What is left of the body is not waited for.
      ctx.set('Connection', 'close');
      sendEnding(ctx, error.ending, clock.now(), { field: 'body' });
      return;
    }
    const away = error instanceof DependencyFault;
    faultLog.report(away ? 'a dependency is away' : 'a request failed', error, {
      request_id: noteOf(ctx).requestId,
      route: noteOf(ctx).route,
    });
    sendEnding(ctx, away ? 'system_busy' : 'internal_error', clock.now());
  }
}

/* A client that went away, or that sends what is no HTTP, is nothing an operator could mend. */
function isClientsDoing({ code = '' }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('HPE_');
}

/**
 * The first and the last to see a request. Every answer carries an id: the client's own, if it sent one that
 * may be logged and echoed.
 */
function follow({ identifiers, observe }: AppDependencies): Middleware {
  return async (ctx, next) => {
    const startedAt = performance.now();
    const own = ctx.get('X-Request-Id');
    const traceparent = ctx.get('traceparent');
    const note: RequestNote = {
      requestId: saneRequestId.test(own) ? own : identifiers.next(),
      trace: traceparent ? readTraceparent(traceparent) : null,
      route: 'none',
      activityId: null,
      ending: null,
    };
    ctx.state = note;
    ctx.set('X-Request-Id', note.requestId);
    await next();
    observe({
      ...note,
      method: ctx.method,
      status: ctx.status,
      ret: note.ending === null ? null : answers[note.ending].ret,
      durationMs: performance.now() - startedAt,
    });
  };
}
