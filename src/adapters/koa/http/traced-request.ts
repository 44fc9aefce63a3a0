import type { Context } from 'koa';
import { andThen, type MaybePromise } from '../../../application/shared/maybe-promise.ts';
import type { RequestTraces } from '../../../domain/visitors/request-traces.ts';
import type { PeerTrust } from './cross-site.ts';
import type { AnsweredRequest, RequestContext } from './request-context.ts';

export interface TracedRequestDependencies {
  readonly traces: RequestTraces;
  readonly basePath: string;
  readonly cookie: PeerTrust;
}

export interface TracedAnswer {
  answer(): MaybePromise<void>;
  /** What is known of it when it is answered. */
  answered(): AnsweredRequest;
}

/**
 * Answers a request, within a span where it is traced. The log, the passport and the collector then have one trace id.
 * Requests outside the base path are an operator's own, and not traced.
 */
export function tracedRequest(
  { traces, basePath, cookie }: TracedRequestDependencies,
  ctx: Context,
  context: RequestContext,
  receivedAt: number,
  { answer, answered }: TracedAnswer,
): MaybePromise<void> {
  if (!ctx.req.url?.startsWith(basePath)) return answer();
  const sent = ctx.req.headers['traceparent'];
  const client = typeof sent === 'string' ? sent : undefined;
  const span = traces.begin(client, client !== undefined && isOfSite(ctx, context, cookie), receivedAt);
  if (!span) {
    // What we do not sample is sampled nowhere because a client wants it.
    if (context.trace) context.trace = { ...context.trace, flags: '00' };
    return answer();
  }
  context.trace = span.trace;
  return span.within(() =>
    andThen(answer(), () => {
      const request = answered();
      const { method, route, status } = request;
      span.set(attributesOf(ctx, context, request));
      if (status >= 500) span.fail(String(status));
      span.end(route === 'none' ? method : `${method} ${route}`);
    }),
  );
}

/*
 * A proxy passes on what a client sent. So not only who has connected must be trusted, but also whom the request is for, as
 * far as proxies say: a program of the site itself, such as a monitor.
 */
function isOfSite(ctx: Context, context: RequestContext, { trustsPeer }: PeerTrust): boolean {
  return trustsPeer(ctx.req.socket.remoteAddress ?? '') && trustsPeer(context.clientAddress());
}

function attributesOf(
  ctx: Context,
  { headers, https }: RequestContext,
  { method, route, status, ret, activityId }: AnsweredRequest,
): Record<string, string | number> {
  const release = headers[headers.indexOf('X-Release') + 1];
  return {
    'http.request.method': method,
    'http.response.status_code': status,
    'url.scheme': https ? 'https' : 'http',
    // Another path may hold anything, such as the secret of a test link that a proxy has sent here.
    ...(route !== 'none' && { 'http.route': route, 'url.path': ctx.req.url?.split('?', 1)[0] ?? '' }),
    ...(ret !== null && { 'cms.ret': ret }),
    ...(activityId !== null && { 'cms.activity_id': activityId }),
    ...(headers.includes('X-Release') && release !== undefined && { 'cms.release': Number(release) }),
  };
}
