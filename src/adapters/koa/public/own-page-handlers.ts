import type { Context } from 'koa';
import type { ConfigRepository } from '../../../domain/activities/config-repository.ts';
import type { OwnPages } from '../../../domain/activities/own-pages.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import { sendRefusal } from '../http/envelope.ts';
import { sendFound } from '../http/files.ts';
import { requestContext } from '../http/request-context.ts';
import type { Handler } from '../http/route.ts';
import { sendAnswer } from '../http/send.ts';
import { keptFor, ownPagePath } from './own-page-path.ts';

/*
 * The page of an activity may do what the page of the service may, but for inline styles, which frameworks write.
 * Scripts come from its own files.
 */
const OWN_PAGE_CSP = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https:",
  "media-src 'self' https:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "object-src 'none'",
].join('; ');

/* The address may hold a token. */
const HEADERS = ['Content-Security-Policy', OWN_PAGE_CSP, 'Referrer-Policy', 'no-referrer'];

const NOTHING: readonly string[] = [];

export interface OwnPageHandlersDependencies {
  readonly ownPages: OwnPages;
  readonly activities: Pick<ConfigRepository, 'find'>;
  readonly basePath: string;
  readonly clock: Clock;
}

/** The handlers of the pages that activities bring in place of the service's. */
export function ownPageHandlers(deps: OwnPageHandlersDependencies): Record<'folder' | 'file', Handler> {
  const { ownPages, activities, basePath, clock } = deps;
  return { folder, file };

  /* Paths in the page are relative to its folder. */
  async function folder(ctx: Context): Promise<void> {
    const { activityId = '' } = ctx.params;
    if (!activities.find(activityId) || !(await ownPages.has(activityId))) return refuse(ctx);
    requestContext(ctx).headers.push('Location', `${basePath}/p/${activityId}/${ctx.search}`);
    sendAnswer(ctx, 308, NOTHING);
  }

  async function file(ctx: Context): Promise<void> {
    // As it came: the router has decoded what it took from the path, and an escaped slash would be one of the path.
    const [activityId = '', ...rest] = ctx.path.slice(basePath.length + '/p/'.length).split('/');
    const path = activities.find(activityId) && ownPagePath(rest.join('/'));
    const found = path === undefined ? undefined : await ownPages.find(activityId, path);
    if (path === undefined || !found) return refuse(ctx);
    requestContext(ctx).headers.push(...HEADERS);
    await sendFound(ctx, found, keptFor(path));
  }

  function refuse(ctx: Context): void {
    sendRefusal(ctx, 'not_found', clock.now());
  }
}
