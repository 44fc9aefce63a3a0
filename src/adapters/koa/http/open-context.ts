import type { IncomingMessage } from 'node:http';
import type { Context } from 'koa';
import type { Identifiers } from '../../../domain/shared/identifiers.ts';
import { readTraceparent } from '../../../domain/visitors/request-origin.ts';
import type { PeerTrust } from './cross-site.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { RequestContext } from './request-context.ts';
import { cameByHttps } from './token-cookie.ts';

export interface OpenContextDependencies {
  readonly identifiers: Identifiers;
  readonly lifecycle: Lifecycle;
  readonly cookie: PeerTrust;
  /** The client's own address, as far as trusted proxies name it. */
  readonly clientAddress: (request: IncomingMessage) => string;
  /** What every answer carries besides, names and values in turn. */
  readonly headers?: readonly string[];
}

const saneRequestId = /^[A-Za-z0-9._:-]{1,128}$/;

/* A year, for this host alone: its subdomains may belong to others. */
const HSTS = 'max-age=31536000';

/**
 * Sets what is known of a request before it is routed. Every answer carries an id: the client's own, if that may be
 * logged and echoed.
 */
export function openContext(
  ctx: Context,
  { identifiers, lifecycle, cookie, clientAddress, headers: always = [] }: OpenContextDependencies,
): RequestContext {
  const own = ctx.req.headers['x-request-id'];
  const traceparent = ctx.req.headers['traceparent'];
  const requestId = typeof own === 'string' && saneRequestId.test(own) ? own : identifiers.next();
  const headers = ['X-Request-Id', requestId, 'X-Content-Type-Options', 'nosniff', ...always];
  const https = cameByHttps(ctx, cookie);
  if (https) headers.push('Strict-Transport-Security', HSTS);
  if (lifecycle.closing) headers.push('Connection', 'close');
  const context: RequestContext = {
    requestId,
    trace: typeof traceparent === 'string' ? readTraceparent(traceparent) : null,
    route: 'none',
    activityId: null,
    responseCode: null,
    https,
    headers,
    // Few requests need it.
    clientAddress: () => clientAddress(ctx.req),
    userAgent: () => ctx.req.headers['user-agent'],
  };
  ctx.state = context;
  return context;
}
