import type { ConsoleRoute } from '../adapters/koa/console/console-route.ts';
import { homeRoutes } from '../adapters/koa/console/routes/home-routes.ts';
import { liveRoutes } from '../adapters/koa/console/routes/live-routes.ts';
import { reportRoutes } from '../adapters/koa/console/routes/report-routes.ts';
import { RedisLedger } from '../adapters/redis/draws/redis-ledger.ts';
import { openDrawDatabaseIfAny } from '../adapters/sql/draw-database.ts';
import { SqliteLedger } from '../adapters/sql/draws/sqlite-ledger.ts';
import { SqlCancelledSchedules } from '../adapters/sql/records/sql-cancelled-schedules.ts';
import { SqlCodeCounts } from '../adapters/sql/records/sql-code-counts.ts';
import { SqlConsoleSessions } from '../adapters/sql/records/sql-console-sessions.ts';
import { SqlDeliveryProgress } from '../adapters/sql/records/sql-delivery-progress.ts';
import { SqlDrawCounts } from '../adapters/sql/records/sql-draw-counts.ts';
import { SqlEndpointStates } from '../adapters/sql/records/sql-endpoint-states.ts';
import { SqlLatestWins } from '../adapters/sql/records/sql-latest-wins.ts';
import { SqlReleaseFeed } from '../adapters/sql/records/sql-release-feed.ts';
import { SqlReleaseStore } from '../adapters/sql/records/sql-release-store.ts';
import { SqlSimulations } from '../adapters/sql/records/sql-simulations.ts';
import { SqlVisitCounts } from '../adapters/sql/records/sql-visit-counts.ts';
import { systemTimer } from '../adapters/system/system-timer.ts';
import { Forecasts } from '../application/analysis/forecasts.ts';
import { HomeIndex } from '../application/analysis/home/home-index.ts';
import { HomeService } from '../application/analysis/home/home-service.ts';
import { LiveContents } from '../application/analysis/live/live-contents.ts';
import { LiveFeed } from '../application/analysis/live/live-feed.ts';
import type { LiveSources, ReadLedger } from '../application/analysis/live/live-sources.ts';
import { ReportService } from '../application/analysis/report/report-service.ts';
import { SeriesService } from '../application/analysis/series.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import { isOver } from '../domain/operators/session-lifetime.ts';
import { readRelease } from './read-release.ts';
import type { Get } from './registry.ts';
import { tokens } from './tokens.ts';

/** What the console shows of activities: home, what goes on, and the report. @param waiting as `homeRoutes` has it */
export function consoleAnalysis(
  get: Get,
  waiting: Parameters<typeof homeRoutes>[1],
): readonly ConsoleRoute[] {
  const sources = sourcesOf(get);
  const feed = new LiveFeed(sources);
  get(tokens.disposer).push(() => feed.close());
  const series = new SeriesService(sources);
  const lifecycle = get(tokens.lifecycle);
  return [
    ...homeRoutes(homeOf(get, sources), waiting),
    ...liveRoutes({ feed, series, lifecycle, isAdmitted: admissionOf(get) }),
    ...reportRoutes(reportsOf(get, sources)),
  ];
}

function reportsOf(get: Get, sources: LiveSources): ReportService {
  const codes = new SqlCodeCounts(get(tokens.records).unguarded);
  return new ReportService({ ...sources, codes, relay: get(tokens.relayStatus) });
}

function homeOf(get: Get, { progress, clock }: LiveSources): HomeService {
  const records = get(tokens.records);
  const { unguarded } = records;
  const feed = new SqlReleaseFeed(unguarded);
  const index = new HomeIndex({ feed, read: readRelease, capabilities: drawCapabilities });
  // Nobody waits for the first reading, which takes seconds where there are thousands.
  void records
    .ready()
    .then(() => index.all())
    .catch(() => {});
  return new HomeService({
    ...{ index, feed, progress, clock },
    draws: new SqlDrawCounts(unguarded),
    visits: new SqlVisitCounts(unguarded),
    codes: new SqlCodeCounts(unguarded),
    relay: get(tokens.relayStatus),
    endpoints: new SqlEndpointStates(unguarded),
    schedules: new SqlCancelledSchedules(unguarded),
  });
}

function sourcesOf(get: Get): LiveSources {
  const records = get(tokens.records);
  // As the releases: also while the record store must not be used for deliveries.
  const { unguarded } = records;
  const clock = get(tokens.clock);
  const releases = new SqlReleaseStore(unguarded, clock);
  return {
    contents: new LiveContents({ store: releases, read: readRelease, capabilities: drawCapabilities }),
    ledger: ledgerOf(get),
    visits: new SqlVisitCounts(unguarded),
    draws: new SqlDrawCounts(unguarded),
    progress: new SqlDeliveryProgress(unguarded),
    wins: new SqlLatestWins(unguarded),
    releases,
    forecasts: new Forecasts(new SqlSimulations(unguarded), clock),
    clock,
    timer: systemTimer,
    errorReporter: get(tokens.errorReporter),
  };
}

/* The public side makes the file; before that nothing was drawn. */
function ledgerOf(get: Get): ReadLedger {
  const redis = get(tokens.redis);
  if (redis) return new RedisLedger(redis.client);
  const { dataDir } = get(tokens.settings);
  let ledger: SqliteLedger | null = null;
  const opened = (): SqliteLedger | null => {
    if (ledger) return ledger;
    const db = openDrawDatabaseIfAny(dataDir);
    if (!db) return null;
    get(tokens.disposer).push(() => {
      db.close();
    });
    ledger = new SqliteLedger(db);
    return ledger;
  };
  return {
    awarded: async (activityId) => opened()?.awarded(activityId) ?? { counts: {}, spent: 0 },
    pools: async (activityId) => opened()?.pools(activityId) ?? {},
  };
}

/* It does not count as a use: a tab that is left open keeps no session. Of programs, streams end by themselves. */
function admissionOf(get: Get): Parameters<typeof liveRoutes>[0]['isAdmitted'] {
  const sessions = new SqlConsoleSessions(get(tokens.records).unguarded);
  const clock = get(tokens.clock);
  return async ({ actor, sessionId }) => {
    if (actor.kind !== 'operator') return true;
    const now = clock.now();
    return (await sessions.of(actor.id)).some((session) => session.id === sessionId && !isOver(session, now));
  };
}
