import type { Context } from 'koa';
import type { ProviderLogout } from '../../../application/admission/provider-logout.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import { BodyRefused, readBody } from '../http/body.ts';
import type { Route } from '../http/route.ts';
import { sendAnswer, sendJson } from '../http/send.ts';

export interface LogoutHandlerDependencies {
  readonly logout: Pick<ProviderLogout, 'end'>;
  readonly errorReporter: ErrorReporter;
}

const NO_STORE = ['Cache-Control', 'no-store'];

/** The route that the identity provider calls: it is not for browsers, so there is no cookie and no other origin. */
export function logoutRoute(base: string, deps: LogoutHandlerDependencies): Route {
  return { methods: ['POST'], path: `${base}/logout/backchannel`, handle: (ctx) => handle(ctx, deps) };
}

async function handle(ctx: Context, { logout, errorReporter }: LogoutHandlerDependencies): Promise<void> {
  const token = await tokenOf(ctx);
  try {
    if (await logout.end(token)) sendAnswer(ctx, 200, NO_STORE);
    else sendJson(ctx, 400, { error: 'invalid_request' }, NO_STORE);
  } catch (error) {
    if (!(error instanceof DependencyError)) throw error;
    errorReporter.report('a logout of the identity provider was not recorded', error);
    // It sends it again.
    sendJson(ctx, 503, { error: 'temporarily_unavailable' }, [...NO_STORE, 'Retry-After', '1']);
  }
}

/* Empty where the body has none: an empty token is refused for its form. */
async function tokenOf(ctx: Context): Promise<string> {
  if (!ctx.request.is('application/x-www-form-urlencoded')) return '';
  try {
    await readBody(ctx);
  } catch (error) {
    if (error instanceof BodyRefused && error.code !== 'body_too_large') return '';
    throw error;
  }
  const { logout_token: token } = (ctx.request.body ?? {}) as Readonly<Record<string, unknown>>;
  return typeof token === 'string' ? token : '';
}
