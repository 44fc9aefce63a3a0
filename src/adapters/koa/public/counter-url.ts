import type { Context } from 'koa';
import { ownOrigin } from '../http/own-origin.ts';
import type { TokenCookieOptions } from '../http/token-cookie.ts';

/**
 * The address of the page for staff, with the ticket in the fragment, which no server logs. It is absolute, by the name
 * under which the client knows the service; relative to the root where that is no name.
 */
export function counterUrl(ctx: Context, cookie: TokenCookieOptions, ticket: string): string {
  return `${ownOrigin(ctx, cookie)}${cookie.path}/counter#${ticket}`;
}
