import type { Context } from 'koa';
import type { PeerTrust } from './cross-site.ts';
import { requestContext } from './request-context.ts';

/* A name, an IPv4 or IPv6 address, and a port: whatever else a client writes there is not made a part of a link. */
const HOST = /^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?$/;

/** The origin under which the client knows the service; '' where it gives no name that can be one. */
export function ownOrigin(ctx: Context, { trustsPeer }: PeerTrust): string {
  const { host, 'x-forwarded-host': forwarded } = ctx.req.headers;
  const believed = typeof forwarded === 'string' && trustsPeer(ctx.req.socket.remoteAddress ?? '');
  const name = (believed ? forwarded.split(',')[0]?.trim() : host) ?? '';
  return HOST.test(name) ? `${requestContext(ctx).https ? 'https' : 'http'}://${name}` : '';
}
