import type { Context } from 'koa';
import { requestContext } from '../http/request-context.ts';

const SESSION = 'cms_console';

/* With the prefix a browser takes it by https alone, from this host alone. */
function nameOf(name: string, https: boolean): string {
  return https ? `__Host-${name}` : name;
}

/** The same of a request that is not in the console's application. @param https whether it came by it */
export function sessionTokenIn(cookies: string | undefined, https: boolean): string | undefined {
  return cookieIn(cookies, nameOf(SESSION, https));
}

/** The value of a cookie in the header of a request. */
export function cookieIn(cookies: string | undefined, name: string): string | undefined {
  const pair = (cookies ?? '').split(/; */).find((each) => each.startsWith(`${name}=`));
  return pair?.slice(name.length + 1) || undefined;
}

/** The value of a cookie of the console that the browser has sent. */
export function consoleCookie(ctx: Context, name: string): string | undefined {
  return ctx.cookies.get(nameOf(name, requestContext(ctx).https)) || undefined;
}

/** Makes the browser keep a cookie, which no page can read, or forget it. @param maxAgeSeconds 0: it forgets */
export function setConsoleCookie(
  ctx: Context,
  name: string,
  value: string,
  maxAgeSeconds: number,
  sameSite: 'Strict' | 'Lax' = 'Strict',
): void {
  const { https, headers } = requestContext(ctx);
  const secure = https ? '; Secure' : '';
  headers.push(
    'Set-Cookie',
    `${nameOf(name, https)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=${sameSite}${secure}`,
  );
}

/** The session's token that the browser has sent. */
export function sessionTokenOf(ctx: Context): string | undefined {
  return consoleCookie(ctx, SESSION);
}

/** Makes the browser keep the session's token, or forget it. @param maxAgeSeconds 0: it forgets */
export function setSessionToken(ctx: Context, token: string, maxAgeSeconds: number): void {
  setConsoleCookie(ctx, SESSION, token, maxAgeSeconds);
}
