import type { Context } from 'koa';
import type { PageSigner } from '../../../application/admission/page-signer.ts';
import type { Kinds } from '../../../application/kinds/kinds.ts';
import type { FoundMedia, ReleasedMedia } from '../../../application/releases/released-media.ts';
import { andThen } from '../../../application/shared/maybe-promise.ts';
import type { Activity } from '../../../domain/activities/activity.ts';
import type { ConfigRepository } from '../../../domain/activities/config-repository.ts';
import type { OwnPages } from '../../../domain/activities/own-pages.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { PageFiles } from '../../../domain/shared/page-files.ts';
import type { ServedFile } from '../../../domain/shared/served-file.ts';
import { sendRefusal } from '../http/envelope.ts';
import { sendFile, sendFound } from '../http/files.ts';
import { nameRelease } from '../http/release-header.ts';
import { requestContext } from '../http/request-context.ts';
import { requestOrigin } from '../http/request-origin.ts';
import type { Handler } from '../http/route.ts';
import { sendAnswer } from '../http/send.ts';
import type { TokenCookieOptions } from '../http/token-cookie.ts';
import { activityPages } from './activity-pages.ts';

const NOTHING: readonly string[] = [];
const NOT_KEPT: readonly string[] = ['Cache-Control', 'no-cache'];

const FIVE_MINUTES = 'public, max-age=300';
const FOR_EVER = 'public, max-age=31536000, immutable';

const KEEPING: Readonly<Record<FoundMedia['keepFor'], string>> = {
  ever: FOR_EVER,
  minutes: FIVE_MINUTES,
  not: 'no-cache',
};

/* Pictures may come from an operator's CDN; everything else is the page's own. */
const pageCsp = (frameAncestors: "'self'" | "'none'", scripts = "'self'") =>
  [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self' data: https:",
    "connect-src 'self'",
    "font-src 'self'",
    "media-src 'self' https:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');

const PAGE_CSP = pageCsp("'self'");

/* WeChat's JS-SDK comes from there. It reaches WeChat by the app's own bridge, and reports to it by pictures. */
const WECHAT_PAGE_CSP = pageCsp("'self'", "'self' https://res.wx.qq.com");

/* In a frame of another page, staff could be made to press the button without seeing it. */
const COUNTER_CSP = pageCsp("'none'");

/* An SVG that is opened by itself is a document: it may style itself, and nothing else. */
const SVG_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export interface PageHandlersDependencies {
  readonly page: PageFiles;
  readonly media: Pick<ReleasedMedia, 'find'>;
  readonly ownPages: OwnPages;
  readonly activities: Pick<ConfigRepository, 'find'>;
  readonly kinds: Kinds;
  readonly basePath: string;
  readonly cookie: TokenCookieOptions;
  readonly clock: Clock;
  /** `null` where no official account is configured. */
  readonly pageSigner: Pick<PageSigner, 'sign'> | null;
}

/** The handlers of the routes that answer with files. */
export function pageHandlers(deps: PageHandlersDependencies) {
  const { page, media, ownPages, activities, basePath, cookie, clock, pageSigner } = deps;
  const pageOf = activityPages(deps);
  return { redirect, index, counter, asset, mediaFile, file };

  /** Redirects to `target`, and keeps the query. */
  function redirect(target: string): Handler {
    return (ctx) => {
      requestContext(ctx).headers.push('Location', `${target}${ctx.search}`);
      sendAnswer(ctx, 308, NOTHING);
    };
  }

  function index(): Handler {
    // The address may hold a token until the page has removed it.
    const csp = pageSigner ? WECHAT_PAGE_CSP : PAGE_CSP;
    const headers = ['Content-Security-Policy', csp, 'Referrer-Policy', 'no-referrer'];
    return (ctx) => {
      requestContext(ctx).headers.push(...headers);
      const activity = askedActivity(ctx);
      if (!activity) return sendFile(ctx, page.index, 'no-cache');
      nameRelease(ctx, activity.release?.no);
      return andThen(ownPages.has(activity.id), (isOwn) =>
        isOwn
          ? redirectToOwn(ctx, activity)
          : sendFile(ctx, pageOf(activity, requestOrigin(ctx, cookie)), 'no-cache'),
      );
    };
  }

  function askedActivity({ querystring }: Context): Activity | undefined {
    // As the page itself reads its address.
    const id = querystring === '' ? null : new URLSearchParams(querystring).get('id');
    return id === null ? undefined : activities.find(id);
  }

  function redirectToOwn(ctx: Context, { id }: Activity): void {
    // The activity may have no page of its own tomorrow.
    requestContext(ctx).headers.push('Location', `${basePath}/p/${id}/${ctx.search}`);
    sendAnswer(ctx, 302, NOT_KEPT);
  }

  function counter(): Handler {
    const headers = ['Content-Security-Policy', COUNTER_CSP, 'Referrer-Policy', 'no-referrer'];
    return (ctx) => {
      requestContext(ctx).headers.push(...headers);
      sendFile(ctx, page.counter, 'no-cache');
    };
  }

  function asset(): Handler {
    return (ctx) => {
      const found = page.asset(ctx.params.file ?? '');
      if (found) sendFile(ctx, found, FOR_EVER);
      else sendRefusal(ctx, 'not_found', clock.now());
    };
  }

  function mediaFile(): Handler {
    return async (ctx) => {
      const { activityId = '', file: name = '' } = ctx.params;
      const found = await media.find(activityId, name, askedVersion(ctx));
      if (!found) return sendRefusal(ctx, 'not_found', clock.now());
      const { file, keepFor } = found;
      if (file.type === 'image/svg+xml') requestContext(ctx).headers.push('Content-Security-Policy', SVG_CSP);
      await sendFound(ctx, file, KEEPING[keepFor]);
    };
  }

  function file(served: () => ServedFile): Handler {
    return (ctx) => sendFile(ctx, served(), FIVE_MINUTES);
  }
}

/* See `mediaParameters`. */
function askedVersion({ querystring }: Context): string | null {
  return querystring === '' ? null : new URLSearchParams(querystring).get('v');
}
