import type { PageSigner } from '../../../application/admission/page-signer.ts';
import type { MediaSource } from '../../../domain/activities/media-library.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { PageFiles } from '../../../domain/shared/page-files.ts';
import type { ServedFile } from '../../../domain/shared/served-file.ts';
import { sendRefusal } from '../http/envelope.ts';
import { sendFile, sendMedia } from '../http/files.ts';
import { requestContext } from '../http/request-context.ts';
import type { Handler } from '../http/route.ts';
import { sendAnswer } from '../http/send.ts';

const NOTHING: readonly string[] = [];

const FIVE_MINUTES = 'public, max-age=300';
const FOR_EVER = 'public, max-age=31536000, immutable';

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
  readonly media: MediaSource;
  readonly clock: Clock;
  /** `null` where no official account is configured. */
  readonly pageSigner: Pick<PageSigner, 'sign'> | null;
}

/** The handlers of the routes that answer with files. */
export function pageHandlers({ page, media, clock, pageSigner }: PageHandlersDependencies) {
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
      sendFile(ctx, page.index, 'no-cache');
    };
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
      const found = await media.find(ctx.params.activityId ?? '', ctx.params.file ?? '');
      if (!found) return sendRefusal(ctx, 'not_found', clock.now());
      if (found.type === 'image/svg+xml')
        requestContext(ctx).headers.push('Content-Security-Policy', SVG_CSP);
      if ('bytes' in found) sendFile(ctx, found, FIVE_MINUTES);
      else await sendMedia(ctx, found, FIVE_MINUTES);
    };
  }

  function file(served: ServedFile): Handler {
    return (ctx) => sendFile(ctx, served, FIVE_MINUTES);
  }
}
