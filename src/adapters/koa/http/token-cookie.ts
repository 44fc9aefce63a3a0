import type { Context } from 'koa';
import type { TokenState } from '../../../application/admission/activity-gate.ts';
import { tokenPattern } from '../public/parameters.ts';
import { crossSiteMark, type PeerTrust, type SiteTrust } from './cross-site.ts';
import { requestContext } from './request-context.ts';

const NAME = 'token';

export interface TokenCookieOptions extends SiteTrust {
  readonly path: string;
  readonly maxAgeSeconds: number;
}

/** The token in the request's cookie; a value that is no token counts as none. */
export function tokenOfCookie(ctx: Context): string | undefined {
  if (ctx.req.headers.cookie === undefined) return undefined;
  const value = ctx.cookies.get(NAME);
  if (!value) return undefined;
  const token = decode(value);
  return tokenPattern.test(token) ? token : undefined;
}

/**
 * Sets the cookie to a verified token, and clears it for a refused one. A request from another site changes no cookie:
 * its page must not log visitors in as another user, nor out.
 */
export function followToken(ctx: Context, state: TokenState, options: TokenCookieOptions): void {
  if (state.kind === 'not_looked_at' || crossSiteMark(ctx, options)) return;
  if (state.kind === 'verified') keepToken(ctx, state.token, options);
  else setCookie(ctx, '', 0, options.path);
}

/** Sets the cookie to a token that was issued to this browser. */
export function keepToken(ctx: Context, token: string, { path, maxAgeSeconds }: TokenCookieOptions): void {
  setCookie(ctx, encode(token), maxAgeSeconds, path);
}

function setCookie(ctx: Context, value: string, maxAgeSeconds: number, path: string): void {
  const { https, headers } = requestContext(ctx);
  const cookie = `${NAME}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
  headers.push('Set-Cookie', https ? `${cookie}; Secure` : cookie);
}

/** Whether the visitor's own connection is encrypted, by what this server sees or a trusted peer says. */
export function cameByHttps({ req }: Context, { trustsPeer }: PeerTrust): boolean {
  if ('encrypted' in req.socket && req.socket.encrypted) return true;
  const forwarded = req.headers['x-forwarded-proto'];
  if (typeof forwarded !== 'string' || !trustsPeer(req.socket.remoteAddress ?? '')) return false;
  return forwarded.split(',')[0]?.trim().toLowerCase() === 'https';
}

/*
 * Only what may not stand in a cookie (RFC 6265 section 4.1.1) is escaped, so that the cookie of an ordinary
 * token reads as the token.
 */
function encode(token: string): string {
  return token.replace(/[\s"%,;\\]/g, encodeURIComponent);
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
