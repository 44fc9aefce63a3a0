import type { Context } from 'koa';
import { z } from 'zod';
import { LOGIN_SECONDS } from '../../../application/admission/login-states.ts';
import type { LoginResult, WechatLogin } from '../../../application/admission/wechat-login.ts';
import type { ConfigRepository } from '../../../domain/activities/config-repository.ts';
import { languageOf, type PageLanguage } from '../../../domain/activities/page-choices.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { DependencyError } from '../../../domain/shared/dependency-error.ts';
import type { ErrorReporter } from '../../../domain/shared/error-reporter.ts';
import type { WechatLoginTelemetry } from '../../../domain/visitors/login-telemetry.ts';
import { sendRefusal } from '../http/envelope.ts';
import { requestContext } from '../http/request-context.ts';
import { requestOrigin } from '../http/request-origin.ts';
import type { Handler, Route } from '../http/route.ts';
import { sendAnswer } from '../http/send.ts';
import { keepToken, type TokenCookieOptions } from '../http/token-cookie.ts';
import { validatorFor } from '../http/validate.ts';
import { forgetLogin, keepLogin, keptProof } from './login-cookies.ts';
import { ownAddress } from './own-address.ts';
import { LOGIN_HEADERS, sendSmallPage } from './small-page.ts';
import { NOTICES, type Notice } from './wechat-notice-words.ts';
import { noticePage } from './wechat-notices.ts';

export interface WechatLoginRoutesDependencies {
  readonly login: Pick<WechatLogin, 'begin' | 'finish'>;
  readonly activities: Pick<ConfigRepository, 'find'>;
  readonly basePath: string;
  /** The origin under which visitors reach the service; `null`: that of each request. */
  readonly publicUrl: string | null;
  readonly cookie: TokenCookieOptions;
  readonly telemetry: WechatLoginTelemetry;
  readonly errorReporter: ErrorReporter;
  readonly clock: Clock;
}

/* Twice in another address each character may become five. */
const MOST_RETURN_CHARACTERS = 2048;

const returnParameters = z.object({
  return: z
    .string()
    .max(2 * MOST_RETURN_CHARACTERS)
    .optional(),
});
const callbackParameters = returnParameters.extend({
  state: z.string().regex(/^[0-9a-f]{32}$/),
  code: z
    .string()
    .regex(/^[\w-]{1,512}$/)
    .optional(),
});
const noticeParameters = returnParameters.extend({ of: z.enum(NOTICES).exclude(['away', 'outside']) });

const validateReturn = validatorFor(returnParameters);
const validateCallback = validatorFor(callbackParameters);
const validateNotice = validatorFor(noticeParameters);

/* On phones and on computers. */
const WECHAT = /\bMicroMessenger\//;

/* Of an activity with a front end of its own, below the base path. */
const OWN_PAGE = /^\/p\/([^/]+)/;

/** Logs visitors in by WeChat's 网页授权. */
export function wechatLoginRoutes(deps: WechatLoginRoutesDependencies): readonly Route[] {
  const { login, activities, basePath, publicUrl, cookie, telemetry, errorReporter, clock } = deps;
  const root = `${basePath}/wechat`;
  const loginCookie = { path: root, maxAgeSeconds: LOGIN_SECONDS };
  const row = (path: string, handle: Handler): Route => ({
    methods: ['GET'],
    path: `${root}/${path}`,
    handle,
  });

  const begin: Handler = (ctx) => {
    const returnTo = returnOf(ctx);
    if (returnTo === null) return sendRefusal(ctx, 'bad_parameter', clock.now(), { field: 'return' });
    const origin = originOf(ctx);
    if (origin === '') return sendRefusal(ctx, 'bad_parameter', clock.now(), { field: 'Host' });
    if (!WECHAT.test(ctx.req.headers['user-agent'] ?? '')) {
      telemetry.wechatLogin('outside_wechat');
      return sendNotice(ctx, 200, 'outside', returnTo);
    }
    const begun = login.begin(`${origin}${root}/callback?${query({ return: returnTo })}`, returnTo);
    keepLogin(ctx, begun, loginCookie);
    redirect(ctx, 302, begun.authorizeUrl);
  };

  const finish: Handler = async (ctx) => {
    const validated = validateCallback(ctx);
    const returnTo = returnOf(ctx) ?? `${basePath}/`;
    const { state, code = null } = validated.ok ? validated.parameters : { state: '' };
    const returned = { state, proof: keptProof(ctx, state), code, returnTo, origin: requestContext(ctx) };
    try {
      answer(ctx, await login.finish(returned), state, returnTo);
    } catch (error) {
      if (!(error instanceof DependencyError)) throw error;
      const { requestId, route } = requestContext(ctx);
      errorReporter.report('a dependency is away', error, { request_id: requestId, route });
      requestContext(ctx).headers.push('Retry-After', '1');
      sendNotice(ctx, 503, 'away', returnTo);
    }
  };

  /* What is shown has an address without the code, so that going back or loading it again does not use the code again. */
  function answer(ctx: Context, result: LoginResult, state: string, returnTo: string): void {
    forgetLogin(ctx, state, loginCookie);
    if (result.kind === 'logged_in') keepToken(ctx, result.token, cookie);
    const shown = `${root}/notice?${query({ of: result.kind, return: returnTo })}`;
    redirect(ctx, 303, result.kind === 'logged_in' ? returnTo : shown);
  }

  const notice: Handler = (ctx) => {
    const validated = validateNotice(ctx);
    const returnTo = returnOf(ctx);
    if (!validated.ok || returnTo === null) {
      const field = validated.ok ? 'return' : validated.field;
      return sendRefusal(ctx, 'bad_parameter', clock.now(), { field });
    }
    sendNotice(ctx, 200, validated.parameters.of, returnTo);
  };

  return [row('login', begin), row('callback', finish), row('notice', notice)];

  function sendNotice(ctx: Context, status: number, of: Notice, back: string): void {
    const again = `${root}/login?${query({ return: back })}`;
    const addresses = { login: again, back, whole: `${originOf(ctx)}${back}` };
    sendSmallPage(ctx, status, noticePage(of, languageOfPage(back), addresses));
  }

  /* That of the page which one came from: its activity names it. */
  function languageOfPage(back: string): PageLanguage {
    const { pathname, searchParams } = new URL(back, 'http://localhost');
    const [, ofPath] = OWN_PAGE.exec(pathname.slice(basePath.length)) ?? [];
    const id = ofPath ?? searchParams.get('id');
    return languageOf(id === null ? undefined : activities.find(id)?.page.language);
  }

  function originOf(ctx: Context): string {
    return publicUrl ?? requestOrigin(ctx, cookie);
  }

  /* The path and what follows it; `null` where it is no page of ours, or one of these routes, which would lead in circles. */
  function returnOf(ctx: Context): string | null {
    const validated = validateReturn(ctx);
    const url = validated.ok ? ownAddress(validated.parameters.return ?? '', basePath) : null;
    if (!url || url.pathname.startsWith(`${root}/`)) return null;
    // A token in the address would come before the cookie.
    if (url.searchParams.has('token')) url.searchParams.delete('token');
    const text = `${url.pathname}${url.search}${url.hash}`;
    return text.length <= MOST_RETURN_CHARACTERS ? text : null;
  }
}

function query(parameters: Record<string, string>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

function redirect(ctx: Context, status: number, location: string): void {
  sendAnswer(ctx, status, [...LOGIN_HEADERS, 'Location', location]);
}
