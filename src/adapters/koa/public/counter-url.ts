import type { Context } from 'koa';
import { requestContext } from '../http/request-context.ts';
import type { TokenCookieOptions } from '../http/token-cookie.ts';

/* A name, an IPv4 or IPv6 address, and a port: whatever else a client writes there is not made a part of a link. */
const HOST = /^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?$/;

/**
 * The address of the page for staff, with the ticket in the fragment, which no server logs. It is absolute, by the name
 * under which the client knows the service; relative to the root where that is no name.
 */
export function counterUrl(ctx: Context, { path, trustsPeer }: TokenCookieOptions, ticket: string): string {
  const { host, 'x-forwarded-host': forwarded } = ctx.req.headers;
  const believed = typeof forwarded === 'string' && trustsPeer(ctx.req.socket.remoteAddress ?? '');
  const name = (believed ? forwarded.split(',')[0]?.trim() : host) ?? '';
  const origin = HOST.test(name) ? `${requestContext(ctx).https ? 'https' : 'http'}://${name}` : '';
  return `${origin}${path}/counter#${ticket}`;
}
