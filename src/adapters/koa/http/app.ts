import type { IncomingMessage, RequestListener } from 'node:http';
import Koa, { type Context } from 'koa';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import type { Identifiers } from '../../../domain/shared/identifiers.ts';
import { readTraceparent } from '../../../domain/visitors/request-origin.ts';
import { type Answer, type RoutesDependencies, routes } from '../public/routes.ts';
import { BodyRefused } from './body.ts';
import { sendEnding } from './envelope.ts';
import { type AnsweredRequest, type RequestContext, requestContext } from './request-context.ts';
import { RESPONSES } from './responses.ts';
import { cameByHttps } from './token-cookie.ts';

export interface AppDependencies extends RoutesDependencies {
  readonly identifiers: Identifiers;
  readonly errorReporter: ErrorReporter;
  /** Called with every request when its answer is made. Must not throw. */
  readonly observe: (request: AnsweredRequest) => void;
  /** The client's own address, as far as trusted proxies name it. */
  readonly clientAddress: (request: IncomingMessage) => string;
}

const saneRequestId = /^[A-Za-z0-9._:-]{1,128}$/;

/* A year, for this host alone: its subdomains are for others to speak for. */
const HSTS = 'max-age=31536000';

/**
 * The service as a Koa application.
 *
 * Answers in the envelope and the page are written by us from head to foot, so of Koa's work around a request only
 * the context is of use to them: watching for the end of the response, and asking what is to be sent, are left out.
 */
export function createApp(deps: AppDependencies): RequestListener {
  const { clock, errorReporter, observe } = deps;
  const app = new Koa();
  const { answer, wholeAnswer } = routes(deps);
  app.use((ctx) => follow(ctx, answer));
  // What is left by now is a connection that broke while it was answered.
  app.on('error', (error: NodeJS.ErrnoException) => {
    if (!isClientsDoing(error)) errorReporter.report('an answer could not be sent', error);
  });
  const byKoa = app.callback();
  return (request, response) => {
    const { url = '' } = request;
    const end = url.indexOf('?');
    const whole = wholeAnswer(end === -1 ? url : url.slice(0, end));
    if (!whole) {
      void byKoa(request, response);
      return;
    }
    follow(app.createContext(request, response), whole).catch((error) => {
      response.destroy();
      app.emit('error', error);
    });
  };

  async function follow(ctx: Context, answer: Answer): Promise<void> {
    const startedAt = performance.now();
    const note = begin(ctx, deps);
    try {
      const pending = answer(ctx);
      if (pending) await pending;
    } catch (error) {
      answerFault(ctx, error);
    }
    // What is left for Koa to send has Koa's headers.
    if (ctx.respond !== false) setHeaders(ctx, note.headers);
    const { requestId, trace, route, activityId, ending } = note;
    observe({
      requestId,
      trace,
      route,
      activityId,
      ending,
      method: ctx.req.method ?? '',
      status: ctx.res.statusCode,
      ret: ending === null ? null : RESPONSES[ending].ret,
      durationMs: performance.now() - startedAt,
    });
  }

  function answerFault(ctx: Context, error: unknown): void {
    if (error instanceof BodyRefused) {
      // What is left of the body is not waited for.
      closeAfterwards(ctx);
      sendEnding(ctx, error.ending, clock.now(), { field: 'body' });
      return;
    }
    const away = error instanceof DependencyError;
    errorReporter.report(away ? 'a dependency is away' : 'a request failed', error, {
      request_id: requestContext(ctx).requestId,
      route: requestContext(ctx).route,
    });
    sendEnding(ctx, away ? 'system_busy' : 'internal_error', clock.now());
  }
}

const CLIENTS_DOING = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);

/* A client that went away or reads too slowly, or that sends what is no HTTP, is nothing an operator could mend. */
function isClientsDoing({ code = '' }: NodeJS.ErrnoException): boolean {
  return CLIENTS_DOING.has(code) || code.startsWith('HPE_');
}

/**
 * What is known of a request before anything is looked at. Every answer carries an id: the client's own, if it sent
 * one that may be logged and echoed.
 */
function begin(
  ctx: Context,
  { identifiers, lifecycle, cookie, clientAddress }: AppDependencies,
): RequestContext {
  const own = ctx.req.headers['x-request-id'];
  const traceparent = ctx.req.headers['traceparent'];
  const requestId = typeof own === 'string' && saneRequestId.test(own) ? own : identifiers.next();
  const headers = ['X-Request-Id', requestId, 'X-Content-Type-Options', 'nosniff'];
  const https = cameByHttps(ctx, cookie);
  if (https) headers.push('Strict-Transport-Security', HSTS);
  if (lifecycle.closing) headers.push('Connection', 'close');
  const note: RequestContext = {
    requestId,
    trace: typeof traceparent === 'string' ? readTraceparent(traceparent) : null,
    route: 'none',
    activityId: null,
    ending: null,
    https,
    headers,
    // Few requests need it, so it is read when it is asked for.
    clientAddress: () => clientAddress(ctx.req),
  };
  ctx.state = note;
  return note;
}

function closeAfterwards(ctx: Context): void {
  const { headers } = requestContext(ctx);
  if (!headers.includes('Connection')) headers.push('Connection', 'close');
}

function setHeaders(ctx: Context, headers: readonly string[]): void {
  for (let at = 0; at < headers.length; at += 2) ctx.res.setHeader(headers[at] ?? '', headers[at + 1] ?? '');
}
