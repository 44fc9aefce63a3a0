import proxyAddr from 'proxy-addr';
import { createApp } from '../adapters/koa/http/app.ts';
import type { AnsweredRequest } from '../adapters/koa/http/request-context.ts';
import type { Route } from '../adapters/koa/http/route.ts';
import { nameOf } from '../adapters/koa/http/router.ts';
import type { TokenCookieOptions } from '../adapters/koa/http/token-cookie.ts';
import { probeRoutes } from '../adapters/koa/probes/probe-routes.ts';
import { demoLoginRoute } from '../adapters/koa/public/demo-login.ts';
import { logoutRoute } from '../adapters/koa/public/logout-handler.ts';
import { type PublicRoutesDependencies, publicRoutes } from '../adapters/koa/public/public-routes.ts';
import { wechatLoginRoutes } from '../adapters/koa/public/wechat-login-routes.ts';
import { requestLog } from '../adapters/pino/request-log.ts';
import { type ActivityServer, ActivityService } from '../application/activities/activity-service.ts';
import type { ActivityData } from '../application/kinds/activity-data.ts';
import type { ServerParts } from '../application/kinds/kind.ts';
import { kinds } from '../application/kinds/kinds.ts';
import { clientAddress, peerTrust } from './client-address.ts';
import type { Get, Registry } from './registry.ts';
import { tokens } from './tokens.ts';
import { openWechatLogin } from './wechat-login.ts';

/** The Koa application with all that it serves. */
export function registerHttp(registry: Registry): void {
  const { basePath, sessionTtlSeconds, trustProxy, corsOrigins, logRequests, identity } = registry.get(
    tokens.settings,
  );
  registry.value(tokens.lifecycle, { draining: false, closing: false });
  registerActivityService(registry);
  registry.factory(tokens.app, (get) => {
    const metrics = get(tokens.metrics);
    const tracing = get(tokens.tracing);
    const logout = get(tokens.providerLogout);
    const trusts = proxyAddr.compile([...trustProxy]);
    const cookie = {
      path: basePath,
      maxAgeSeconds: sessionTtlSeconds,
      trustsPeer: peerTrust(trusts),
      origins: corsOrigins,
    };
    const routes = [
      // With the demo passport, which settings refuse in production, its page stands for the login of a company.
      ...(identity.kind === 'demo' ? [demoLoginRoute(basePath)] : []),
      ...loginRoutes(get, cookie),
      ...(logout ? [logoutRoute(basePath, { logout, errorReporter: get(tokens.errorReporter) })] : []),
      ...routesOf(get, basePath, cookie),
    ];
    const changingRoutes = changingNames(routes, basePath);
    const countRefusal = refusalCounter(get);
    const logRequest = requestLog(get(tokens.log), { logged: logRequests, changingRoutes });
    return createApp({
      routes,
      basePath,
      cookie,
      clock: get(tokens.clock),
      identifiers: get(tokens.identifiers),
      errorReporter: get(tokens.errorReporter),
      lifecycle: get(tokens.lifecycle),
      observe: (request) => {
        countRefusal(request);
        metrics.countRequest(request);
        logRequest(request);
      },
      clientAddress: (request) => clientAddress(request, trusts),
      ...(tracing && { traces: tracing.tracer }),
    });
  });
}

/** What serves the data of activities of every kind. */
export function registerActivityService(registry: Registry): void {
  registry.factory(
    tokens.service,
    (get) =>
      new ActivityService({
        gate: get(tokens.gate),
        clock: get(tokens.clock),
        servers: openServers({
          accounts: get(tokens.accounts),
          seeds: get(tokens.seeds),
          inviteCodes: get(tokens.inviteCodes),
          shownDeliveries: get(tokens.shownDeliveries),
        }),
        visits: get(tokens.visits),
      }),
  );
}

/** The service's own login, where it has one. */
function loginRoutes(get: Get, cookie: Required<TokenCookieOptions>): readonly Route[] {
  const login = openWechatLogin(get);
  if (!login) return [];
  const { basePath, publicUrl } = get(tokens.settings);
  return wechatLoginRoutes({
    login,
    activities: get(tokens.configs),
    basePath,
    publicUrl,
    cookie,
    telemetry: get(tokens.metrics).logins,
    errorReporter: get(tokens.errorReporter),
    clock: get(tokens.clock),
  });
}

function routesOf(get: Get, basePath: string, cookie: Required<TokenCookieOptions>): readonly Route[] {
  return [
    ...publicRoutes(publicDependencies(get, basePath, cookie)),
    ...probeRoutes({
      lifecycle: get(tokens.lifecycle),
      isLoaded: () => get(tokens.released).isLoaded,
      healthChecks: get(tokens.healthChecks),
      metrics: get(tokens.metricsPage),
    }),
  ];
}

/** What the routes of visitors are made of. */
export function publicDependencies(
  get: Get,
  basePath: string,
  cookie: Required<TokenCookieOptions>,
): PublicRoutesDependencies {
  return {
    kinds,
    basePath,
    cookie,
    corsOrigins: cookie.origins,
    service: get(tokens.service),
    draws: get(tokens.draws),
    chances: get(tokens.chances),
    fairness: get(tokens.fairness),
    live: get(tokens.live),
    ownDraws: get(tokens.ownDraws),
    shownDeliveries: get(tokens.shownDeliveries),
    claims: get(tokens.claims),
    tickets: get(tokens.tickets),
    desk: get(tokens.desk),
    pageSigner: get(tokens.pageSigner),
    page: get(tokens.page),
    media: get(tokens.releasedMedia),
    ownPages: get(tokens.ownPages),
    activities: get(tokens.configs),
    clock: get(tokens.clock),
  };
}

/* Of an activity that exists: an id may be anything. */
function refusalCounter(get: Get): (request: AnsweredRequest) => void {
  const configs = get(tokens.configs);
  const visits = get(tokens.visits);
  return ({ activityId, responseCode }) => {
    if (activityId === null || responseCode === null || responseCode === 'served') return;
    if (configs.find(activityId)) visits.refused(activityId, responseCode);
  };
}

/* A route that takes POST alone changes something: it draws, earns a chance, or fills in a form. */
function changingNames(routes: readonly Route[], basePath: string): ReadonlySet<string> {
  const changing = routes.filter(({ methods }) => !methods.includes('GET'));
  return new Set(changing.map(({ path }) => nameOf(path, basePath)));
}

function openServers(parts: ServerParts): ReadonlyMap<string, ActivityServer<ActivityData>> {
  return new Map([...kinds].map(([dispatch, kind]) => [dispatch, kind.open(parts)]));
}
