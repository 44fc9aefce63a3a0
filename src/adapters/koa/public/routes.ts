import { METHODS } from 'node:http';
import Router, { type RouterContext } from '@koa/router';
import type { Context } from 'koa';
import type { ActivityService, Reply } from '../../../application/activities/activity-service.ts';
import type { Visit } from '../../../application/admission/activity-gate.ts';
import type { DrawService } from '../../../application/draws/draw-service.ts';
import { kinds } from '../../../application/kinds/kinds.ts';
import { andThen, type MaybePromise } from '../../../application/shared/maybe-promise.ts';
import type { MediaLibrary } from '../../../domain/activities/media-library.ts';
import type { Result } from '../../../domain/activities/result.ts';
import type { Clock } from '../../../domain/shared/clock.ts';
import type { PageFiles } from '../../../domain/shared/page-files.ts';
import { hasBody, readBody } from '../http/body.ts';
import { crossSiteMark } from '../http/cross-site.ts';
import { sendData, sendEnding } from '../http/envelope.ts';
import { sendFile, sendMedia } from '../http/files.ts';
import type { Lifecycle } from '../http/lifecycle.ts';
import { requestContext } from '../http/request-context.ts';
import { followToken, type TokenCookieOptions, tokenOfCookie } from '../http/token-cookie.ts';
import { validatorFor } from '../http/validate.ts';
import type { HealthCheck } from '../probes/health-check.ts';
import type { MetricsPage } from '../probes/metrics-page.ts';
import { openApiFile } from './openapi.ts';
import { drawParameters, fairnessParameters, visitParameters } from './parameters.ts';

export interface RoutesDependencies {
  readonly service: ActivityService;
  readonly draws: DrawService;
  readonly page: PageFiles;
  readonly media: MediaLibrary;
  readonly clock: Clock;
  readonly lifecycle: Lifecycle;
  readonly healthChecks: readonly HealthCheck[];
  readonly metrics: MetricsPage;
  readonly basePath: string;
  readonly cookie: TokenCookieOptions;
}

const GET = ['GET', 'HEAD'];
const POST = ['POST'];
const GET_POST = [...GET, ...POST];

const FIVE_MINUTES = 'public, max-age=300';
const FOR_EVER = 'public, max-age=31536000, immutable';

/* Pictures may come from an operator's CDN; everything else is the page's own. */
const PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: https:",
  "connect-src 'self'",
  "font-src 'self'",
  "media-src 'self' https:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/* An SVG opened by itself is a document: it may style itself, and nothing else. */
const SVG_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

const guardVisit = validatorFor(visitParameters);
const guardDraw = validatorFor(drawParameters);
const guardFairness = validatorFor(fairnessParameters);

export type Answer = (ctx: Context) => void | Promise<void>;

export interface Routes {
  readonly answer: Answer;
  /** The same for a path whose every answer is written whole, with nothing left for Koa to do. */
  wholeAnswer(path: string): Answer | undefined;
}

interface Route {
  /** As the operator sees it: the pattern, without the base path. */
  readonly name: string;
  readonly methods: readonly string[];
  readonly answer: Answer;
}

/**
 * Every path that this service answers. Those without parameters, which is where the crowd goes, are looked up by
 * the path itself; the others are matched by the router.
 */
export function routes(deps: RoutesDependencies): Routes {
  const { service, draws, page, media, clock, lifecycle, healthChecks, metrics, basePath, cookie } = deps;
  const router = new Router({ strict: true, sensitive: true });
  const exact = new Map<string, Answer>();
  const whole = new Map<string, Answer>();

  add(GET, basePath, (ctx) => {
    ctx.status = 308;
    ctx.set('Location', `${basePath}/${ctx.search}`);
  });
  addWhole(GET, `${basePath}/`, (ctx) => {
    // The address may carry a token until the page has taken it out.
    requestContext(ctx).headers.push('Content-Security-Policy', PAGE_CSP, 'Referrer-Policy', 'no-referrer');
    sendFile(ctx, page.index, 'no-cache');
  });
  match(GET, `${basePath}/assets/:file`, (ctx) => {
    const file = page.asset(ctx.params.file ?? '');
    if (file) sendFile(ctx, file, FOR_EVER);
    else sendEnding(ctx, 'not_found', clock.now());
  });
  match(GET, `${basePath}/media/:activityId/:file`, async (ctx) => {
    const file = await media.open(ctx.params.activityId ?? '', ctx.params.file ?? '');
    if (!file) return sendEnding(ctx, 'not_found', clock.now());
    if (file.type === 'image/svg+xml') requestContext(ctx).headers.push('Content-Security-Policy', SVG_CSP);
    await sendMedia(ctx, file, FIVE_MINUTES);
  });

  addWhole(GET_POST, `${basePath}/static`, (ctx) => answerVisit(ctx, (visit) => service.visit(visit)));
  for (const dispatch of kinds.keys()) {
    addWhole(GET_POST, `${basePath}/${dispatch}/static`, (ctx) =>
      answerVisit(ctx, (visit) => service.visit({ ...visit, dispatch })),
    );
  }
  addWhole(POST, `${basePath}/shake/draw`, async (ctx) => {
    if (hasBody(ctx)) await readBody(ctx);
    // Another site's page must not spend a visitor's chances.
    const mark = crossSiteMark(ctx, cookie);
    if (mark === 'Sec-Fetch-Site') return refuseParameter(ctx, mark);
    const guarded = guardDraw(ctx);
    if (!guarded.ok) return refuseParameter(ctx, guarded.field);
    const visit = visitOf(ctx, guarded.parameters);
    // A page that has a token of the visitor's needs no cookie: an app's own, say, whose origin is `null`.
    if (mark && visit.token === undefined && visit.cookieToken !== undefined)
      return refuseParameter(ctx, mark);
    answer(ctx, await draws.draw(visit, guarded.parameters.request_id));
  });
  addWhole(GET_POST, `${basePath}/shake/prizes`, (ctx) => answerVisit(ctx, (visit) => draws.prizes(visit)));
  addWhole(GET, `${basePath}/shake/fairness`, async (ctx) => {
    const guarded = guardFairness(ctx);
    if (!guarded.ok) return refuseParameter(ctx, guarded.field);
    const { activity_id } = guarded.parameters;
    requestContext(ctx).activityId = activity_id;
    answerOutcome(ctx, await draws.fairness(activity_id));
  });

  const description = openApiFile(basePath, kinds.keys());
  add(GET, `${basePath}/openapi.json`, (ctx) => sendFile(ctx, description, FIVE_MINUTES));

  add(GET, '/healthz', (ctx) => {
    ctx.body = { status: 'ok' };
  });
  add(GET, '/readyz', (ctx) => {
    ctx.set('Cache-Control', 'no-store');
    if (lifecycle.draining) {
      ctx.status = 503;
      ctx.body = { status: 'draining' };
      return;
    }
    const checks = Object.fromEntries(healthChecks.map((check) => [check.name, check.status()]));
    const degraded = Object.values(checks).some(({ status }) => status === 'degraded');
    ctx.body = { status: degraded ? 'degraded' : 'ok', checks };
  });
  add(GET, '/metrics', async (ctx) => {
    ctx.body = await metrics.text();
    ctx.set('Content-Type', metrics.contentType);
    ctx.set('Cache-Control', 'no-store');
  });

  const byPattern = router.routes() as unknown as (ctx: Context, next: () => Promise<void>) => Promise<void>;
  return {
    answer(ctx) {
      const { path } = ctx;
      const found = exact.get(path) ?? whole.get(path);
      if (found) return found(ctx);
      return byPattern(ctx, async () => sendEnding(ctx, 'not_found', clock.now()));
    },
    wholeAnswer: (path) => whole.get(path),
  };

  function answerRoute(ctx: Context, { name, methods, answer }: Route): void | Promise<void> {
    requestContext(ctx).route = name;
    if (methods.includes(ctx.req.method ?? '')) return answer(ctx);
    requestContext(ctx).headers.push('Allow', methods.join(', '));
    sendEnding(ctx, 'method_not_allowed', clock.now());
  }

  function answerVisit(ctx: Context, work: (visit: Visit) => MaybePromise<Reply>): void | Promise<void> {
    return hasBody(ctx) ? readBody(ctx).then(() => answerRead(ctx, work)) : answerRead(ctx, work);
  }

  function answerRead(ctx: Context, work: (visit: Visit) => MaybePromise<Reply>): void | Promise<void> {
    const guarded = guardVisit(ctx);
    if (!guarded.ok) return refuseParameter(ctx, guarded.field);
    return andThen(work(visitOf(ctx, guarded.parameters)), (reply) => answer(ctx, reply));
  }

  function answer(ctx: Context, { outcome, tokenState }: Reply): void {
    followToken(ctx, tokenState, cookie);
    answerOutcome(ctx, outcome);
  }

  function answerOutcome(ctx: Context, outcome: Result): void {
    if (outcome.kind === 'too_many_draws') {
      requestContext(ctx).headers.push('Retry-After', `${outcome.retryAfterSeconds}`);
    }
    if (outcome.kind === 'served') sendData(ctx, outcome.data, clock.now());
    else sendEnding(ctx, outcome.kind, clock.now(), 'summary' in outcome ? outcome.summary : undefined);
  }

  function refuseParameter(ctx: Context, field: string): void {
    sendEnding(ctx, 'bad_parameter', clock.now(), { field });
  }

  /** Adds a path with the methods it takes; every other method is answered 405. */
  function add(methods: readonly string[], path: string, answer: Answer): void {
    const route = { name: nameOf(path), methods, answer };
    exact.set(path, (ctx) => answerRoute(ctx, route));
  }

  /** The same for a path whose every answer is an envelope or a file. */
  function addWhole(methods: readonly string[], path: string, answer: Answer): void {
    const route = { name: nameOf(path), methods, answer };
    whole.set(path, (ctx) => answerRoute(ctx, route));
  }

  /** The same for a path with parameters. */
  function match(
    methods: readonly string[],
    path: string,
    answer: (ctx: RouterContext) => void | Promise<void>,
  ): void {
    const route = { name: nameOf(path), methods, answer: answer as Answer };
    router.register(path, METHODS, (ctx) => answerRoute(ctx, route));
  }

  function nameOf(path: string): string {
    return path.startsWith(basePath) ? path.slice(basePath.length) || '/' : path;
  }
}

function visitOf(
  ctx: Context,
  { activity_id, token }: { activity_id: string; token?: string | undefined },
): Visit {
  const origin = requestContext(ctx);
  origin.activityId = activity_id;
  return { activityId: activity_id, token, cookieToken: tokenOfCookie(ctx), origin };
}
