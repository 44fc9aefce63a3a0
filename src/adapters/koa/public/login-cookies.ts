import type { Context } from 'koa';
import { requestContext } from '../http/request-context.ts';

/* One for each login that is under way, so that several tabs do not end one another's. */
const NAME = 'wechat_login_';
const COOKIE = /(?:^|;)\s*wechat_login_([0-9a-f]{8})=([\w.-]{1,128})(?=;|$)/g;
const ID_CHARACTERS = 8;

/* Of some 100 bytes each. Older ones are removed: nobody has so many tabs, and all headers of a request are at most 16 KiB. */
const MOST_UNDER_WAY = 8;

/** The login that a browser has begun, as it keeps it. */
export interface KeptLogin {
  readonly state: string;
  readonly proof: string;
}

export interface LoginCookieOptions {
  /** Only what is below is sent the cookie. */
  readonly path: string;
  readonly maxAgeSeconds: number;
}

/** What the browser has kept of the login with this state; `null`: nothing. */
export function keptProof(ctx: Context, state: string): string | null {
  return cookiesOf(ctx).get(idOf(state)) ?? null;
}

/** Gives the proof to the browser, and takes back those of its oldest logins if they are too many. */
export function keepLogin(ctx: Context, { state, proof }: KeptLogin, options: LoginCookieOptions): void {
  const others = [...cookiesOf(ctx)].sort(([, one], [, other]) => timeOf(other) - timeOf(one));
  for (const [id] of others.slice(MOST_UNDER_WAY - 1))
    setCookie(ctx, id, '', { ...options, maxAgeSeconds: 0 });
  setCookie(ctx, idOf(state), proof, options);
}

/** Takes the proof back, if there was one. */
export function forgetLogin(ctx: Context, state: string, { path }: LoginCookieOptions): void {
  if (keptProof(ctx, state) !== null) setCookie(ctx, idOf(state), '', { path, maxAgeSeconds: 0 });
}

function cookiesOf({ req }: Context): ReadonlyMap<string, string> {
  const all = (req.headers.cookie ?? '').matchAll(COOKIE);
  return new Map([...all].map(([, id = '', value = '']) => [id, value]));
}

function idOf(state: string): string {
  return state.slice(0, ID_CHARACTERS);
}

/* A proof begins with its time. */
function timeOf(proof: string): number {
  return Number.parseInt(proof, 36) || 0;
}

function setCookie(
  ctx: Context,
  id: string,
  value: string,
  { path, maxAgeSeconds }: LoginCookieOptions,
): void {
  const { https, headers } = requestContext(ctx);
  const cookie = `${NAME}${id}=${value}; Path=${path}; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax`;
  headers.push('Set-Cookie', https ? `${cookie}; Secure` : cookie);
}
