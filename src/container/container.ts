import 'reflect-metadata';
import cluster from 'node:cluster';
import type { IncomingMessage, RequestListener } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';
import {
  type DependencyContainer,
  type InjectionToken,
  instancePerContainerCachingFactory,
  container as root,
} from 'tsyringe';
import {
  type FileReading,
  hasActivityFolder as hasFolderIn,
  readProposedFile,
} from '../adapters/filesystem/activity-files.ts';
import { BuiltPageFiles } from '../adapters/filesystem/built-page-files.ts';
import { FileConfigRepository } from '../adapters/filesystem/file-config-repository.ts';
import { FileMediaLibrary } from '../adapters/filesystem/file-media-library.ts';
import { LastGoodFiles } from '../adapters/filesystem/last-good-files.ts';
import { PassportTokenVerifier } from '../adapters/http/passport-token-verifier.ts';
import { createApp } from '../adapters/koa/http/app.ts';
import type { Lifecycle } from '../adapters/koa/http/lifecycle.ts';
import type { HealthCheck } from '../adapters/koa/probes/health-check.ts';
import type { MetricsPage } from '../adapters/koa/probes/metrics-page.ts';
import { DemoTokenVerifier } from '../adapters/memory/demo-token-verifier.ts';
import { L1SessionCache } from '../adapters/memory/l1-session-cache.ts';
import { MemoryDrawLedger } from '../adapters/memory/memory-draw-ledger.ts';
import { MemorySessionCache } from '../adapters/memory/memory-session-cache.ts';
import { droppedLines, type Log } from '../adapters/pino/log.ts';
import { PinoConfigEvents } from '../adapters/pino/pino-config-events.ts';
import { PinoErrorReporter } from '../adapters/pino/pino-error-reporter.ts';
import { requestLog } from '../adapters/pino/request-log.ts';
import { isLeader } from '../adapters/process/leader.ts';
import { shareMetrics } from '../adapters/process/metrics-exchange.ts';
import { channelToSupervisor } from '../adapters/process/process-channels.ts';
import { RemoteDrawLedger } from '../adapters/process/remote-draw-ledger.ts';
import { ServiceMetrics } from '../adapters/prometheus/service-metrics.ts';
import { CONTENT_TYPE } from '../adapters/prometheus/snapshot.ts';
import {
  memoryRateLimiter,
  redisRateLimiter,
  unlimited,
} from '../adapters/rate-limiter-flexible/flexible-rate-limiter.ts';
import { GuardedDrawLedger } from '../adapters/redis/draws/guarded-draw-ledger.ts';
import { RedisDrawLedger } from '../adapters/redis/draws/redis-draw-ledger.ts';
import { RedisDrawLog } from '../adapters/redis/draws/redis-draw-log.ts';
import { openRedis, type RedisConnection } from '../adapters/redis/redis-connection.ts';
import { isSeenByLook, redisRefusalOf } from '../adapters/redis/redis-refusal.ts';
import { RedisSessionCache } from '../adapters/redis/sessions/redis-session-cache.ts';
import {
  drawDatabaseExists,
  openDrawDatabase,
  openExistingDrawDatabase,
} from '../adapters/sql/draw-database.ts';
import { SqliteDrawLedger } from '../adapters/sql/draws/sqlite-draw-ledger.ts';
import { SqliteDrawLog } from '../adapters/sql/draws/sqlite-draw-log.ts';
import { sqliteRefusalOf } from '../adapters/sql/sqlite-refusal.ts';
import { cryptoEntropy } from '../adapters/system/crypto-entropy.ts';
import { systemClock } from '../adapters/system/system-clock.ts';
import { uuidIdentifiers } from '../adapters/system/uuid-identifiers.ts';
import { ActivityService } from '../application/activities/activity-service.ts';
import { ActivityGate } from '../application/admission/activity-gate.ts';
import { Sessions } from '../application/admission/sessions.ts';
import { DrawService } from '../application/draws/draw-service.ts';
import { Seeds } from '../application/draws/seeds.ts';
import { WatchedDrawLedger } from '../application/draws/watched-draw-ledger.ts';
import { detailSchemas } from '../application/kinds/kinds.ts';
import type { ConfigEvents } from '../domain/activities/config-events.ts';
import type { ConfigRepository } from '../domain/activities/config-repository.ts';
import type { MediaLibrary } from '../domain/activities/media-library.ts';
import type { AwardCounts } from '../domain/draws/award-counts.ts';
import type { DrawLedger } from '../domain/draws/draw-ledger.ts';
import type { DrawLog } from '../domain/draws/draw-log.ts';
import type { ShakeDetails } from '../domain/draws/shake.ts';
import type { Clock } from '../domain/shared/clock.ts';
import type { Entropy } from '../domain/shared/entropy.ts';
import type { ErrorReporter } from '../domain/shared/error-reporter.ts';
import type { Identifiers } from '../domain/shared/identifiers.ts';
import type { PageFiles } from '../domain/shared/page-files.ts';
import type { PassportTelemetry } from '../domain/shared/telemetry.ts';
import type { RateLimiter } from '../domain/visitors/rate-limiter.ts';
import type { SessionCache } from '../domain/visitors/session-cache.ts';
import type { TokenVerifier } from '../domain/visitors/token-verifier.ts';
import type { Disposer } from './disposer.ts';
import type { Settings } from './settings.ts';

type Get = <P>(name: InjectionToken<P>) => P;

/** The names under which parts are found; each carries the type of its part. */
export const tokens = {
  settings: token<Settings>('settings'),
  disposer: token<Disposer>('disposer'),
  lifecycle: token<Lifecycle>('lifecycle'),
  clock: token<Clock>('clock'),
  identifiers: token<Identifiers>('identifiers'),
  errorReporter: token<ErrorReporter>('fault log'),
  metrics: token<ServiceMetrics>('metrics'),
  metricsPage: token<MetricsPage>('metrics page'),
  redis: token<RedisConnection | null>('redis'),
  configs: token<ConfigRepository>('config repository'),
  media: token<MediaLibrary>('media library'),
  page: token<PageFiles>('page files'),
  sessionCache: token<SessionCache>('session cache'),
  tokenVerifier: token<TokenVerifier>('token verifier'),
  entropy: token<Entropy>('entropy'),
  books: token<DrawLedger & AwardCounts>('draw ledger as it is'),
  watchedBooks: token<WatchedDrawLedger>('draw ledger, watched'),
  ledger: token<DrawLedger>('draw ledger'),
  seeds: token<Seeds>('seeds'),
  rateLimiter: token<RateLimiter>('rate limiter'),
  sessions: token<Sessions>('sessions'),
  gate: token<ActivityGate>('activity gate'),
  service: token<ActivityService>('activity service'),
  draws: token<DrawService>('draw service'),
  healthChecks: token<readonly HealthCheck[]>('health checks'),
  app: token<RequestListener>('app'),
} as const;

/**
 * Puts the service together. Parts are made when they are first asked for, once a container, so a test that
 * swaps one in a child container gets everything that depends on it anew. Whatever must be closed is pushed
 * to `disposer`.
 * @param pageDir where the built page is
 * @throws Error if the activities' folder or the built page cannot be read
 */
export async function compose(
  settings: Settings,
  log: Log,
  disposer: Disposer,
  pageDir: string,
): Promise<DependencyContainer> {
  const container = root.createChildContainer();
  const { activitiesDir } = settings;
  container.register(tokens.settings, { useValue: settings });
  container.register(tokens.disposer, { useValue: disposer });
  container.register(tokens.lifecycle, { useValue: { draining: false, closing: false } });
  container.register(tokens.clock, { useValue: systemClock });
  container.register(tokens.entropy, { useValue: cryptoEntropy });
  container.register(tokens.identifiers, { useValue: uuidIdentifiers });
  container.register(tokens.media, { useValue: await FileMediaLibrary.open(activitiesDir) });
  container.register(tokens.page, { useValue: await BuiltPageFiles.open(pageDir) });

  make(tokens.errorReporter, (get) => new PinoErrorReporter(log, get(tokens.clock)));
  make(tokens.metrics, () => new ServiceMetrics());
  make(tokens.configs, (get) => {
    const errorReporter = get(tokens.errorReporter);
    const configs = new FileConfigRepository({
      dir: activitiesDir,
      kinds: detailSchemas,
      lastGood: new LastGoodFiles(settings.dataDir, (error) =>
        errorReporter.report('the last good versions of activities cannot be kept', error),
      ),
      events: eachOf(get(tokens.metrics).config, ...(isLeader() ? [new PinoConfigEvents(log)] : [])),
      onUnwatched: (error) =>
        errorReporter.report('the system has no file watches left: changes are found by sweeps alone', error),
    });
    get(tokens.disposer).push(configs.watch());
    return configs;
  });
  make(tokens.redis, (get) => {
    if (!settings.redis) return null;
    const connection = openRedis(settings.redis, get(tokens.errorReporter));
    get(tokens.disposer).push(() => connection.close());
    get(tokens.disposer).push(connection.durability.watch());
    return connection;
  });
  make(tokens.sessionCache, (get) => {
    const redis = get(tokens.redis);
    const { sessions, store } = get(tokens.metrics);
    if (!redis) return new MemorySessionCache(sessions);
    const far = new RedisSessionCache(redis.client, { sessions, store });
    return new L1SessionCache(far, settings.sessionTtlSeconds, performance, sessions);
  });
  make(tokens.tokenVerifier, (get) =>
    openVerifier(settings, get(tokens.disposer), get(tokens.entropy), get(tokens.metrics).passport),
  );
  make(tokens.books, (get) => {
    const redis = get(tokens.redis);
    if (redis) return new RedisDrawLedger(redis.client, get(tokens.metrics).store);
    // One process owns the file, since two that write would wait for one another with all that they do.
    if (cluster.isWorker) return new RemoteDrawLedger(channelToSupervisor());
    return openSqliteLedger(settings, get(tokens.disposer));
  });
  make(
    tokens.watchedBooks,
    (get) => new WatchedDrawLedger(get(tokens.books), get(tokens.redis) ? redisRefusalOf : sqliteRefusalOf),
  );
  make(tokens.ledger, (get) => {
    const redis = get(tokens.redis);
    const books = get(tokens.watchedBooks);
    const mayForget = !settings.production || settings.allowVolatileDraws;
    return redis && !mayForget ? new GuardedDrawLedger(books, redis.durability) : books;
  });
  make(tokens.rateLimiter, (get) => {
    const limit = settings.drawRateLimit;
    if (!limit) return unlimited;
    const redis = get(tokens.redis);
    return redis ? redisRateLimiter(limit, redis.client, 'cms:rate:draw') : memoryRateLimiter(limit);
  });
  make(tokens.seeds, (get) => new Seeds(get(tokens.ledger), get(tokens.entropy)));
  make(
    tokens.sessions,
    (get) =>
      new Sessions({
        sessionCache: get(tokens.sessionCache),
        tokenVerifier: get(tokens.tokenVerifier),
        errorReporter: get(tokens.errorReporter),
        ttlSeconds: settings.sessionTtlSeconds,
      }),
  );
  make(
    tokens.gate,
    (get) =>
      new ActivityGate({
        configs: get(tokens.configs),
        sessions: get(tokens.sessions),
        clock: get(tokens.clock),
      }),
  );
  make(
    tokens.service,
    (get) =>
      new ActivityService({
        gate: get(tokens.gate),
        ledger: get(tokens.ledger),
        seeds: get(tokens.seeds),
        clock: get(tokens.clock),
      }),
  );
  make(
    tokens.draws,
    (get) =>
      new DrawService({
        gate: get(tokens.gate),
        ledger: get(tokens.ledger),
        seeds: get(tokens.seeds),
        clock: get(tokens.clock),
        identifiers: get(tokens.identifiers),
        rateLimiter: get(tokens.rateLimiter),
        telemetry: get(tokens.metrics).draws,
      }),
  );
  make(tokens.healthChecks, (get) =>
    healthChecks(get(tokens.configs), get(tokens.redis), get(tokens.watchedBooks), get(tokens.tokenVerifier)),
  );
  make(tokens.metricsPage, (get): MetricsPage => {
    const metrics = get(tokens.metrics);
    const contentType = CONTENT_TYPE;
    metrics.look({ ...looksOf(get), droppedLogLines: () => droppedLines(log) });
    if (!cluster.isWorker) return { contentType, text: () => metrics.text() };
    const shared = shareMetrics(channelToSupervisor(), metrics);
    get(tokens.disposer).push(() => shared.close());
    return { contentType, text: () => shared.text() };
  });
  make(tokens.app, (get) => {
    const metrics = get(tokens.metrics);
    const logRequest = requestLog(log);
    const trusts = proxyAddr.compile([...settings.trustProxy]);
    return createApp({
      service: get(tokens.service),
      draws: get(tokens.draws),
      page: get(tokens.page),
      media: get(tokens.media),
      clock: get(tokens.clock),
      identifiers: get(tokens.identifiers),
      errorReporter: get(tokens.errorReporter),
      lifecycle: get(tokens.lifecycle),
      healthChecks: get(tokens.healthChecks),
      metrics: get(tokens.metricsPage),
      observe: (request) => {
        metrics.countRequest(request);
        logRequest(request);
      },
      clientAddress: (request) => clientAddress(request, trusts),
      basePath: settings.basePath,
      cookie: {
        path: settings.basePath,
        maxAgeSeconds: settings.sessionTtlSeconds,
        trustsPeer: (address) => isIP(address) !== 0 && trusts(address, 0),
      },
    });
  });
  return container;

  function make<T>(name: InjectionToken<T>, build: (get: Get) => T): void {
    container.register(name, {
      useFactory: instancePerContainerCachingFactory((from) => build((other) => from.resolve(other))),
    });
  }
}

/** @throws Error if the activities' folder cannot be read */
export function openConfigs({ activitiesDir }: Pick<Settings, 'activitiesDir'>): ConfigRepository {
  return new FileConfigRepository({ dir: activitiesDir, kinds: detailSchemas });
}

/** @throws Error if the file cannot be had */
export function openSqliteLedger({ dataDir }: Settings, disposer: Disposer): DrawLedger & AwardCounts {
  const db = openDrawDatabase(dataDir);
  disposer.push(() => {
    db.close();
  });
  return new SqliteDrawLedger(db);
}

/**
 * The files of the activities, for a command that only reads them.
 * @throws Error if the folder cannot be read
 */
export async function openFolder({
  activitiesDir,
}: Pick<Settings, 'activitiesDir'>): Promise<{ config: ConfigRepository; media: MediaLibrary }> {
  return { config: openConfigs({ activitiesDir }), media: await FileMediaLibrary.open(activitiesDir) };
}

/** What the activity would be with this file, which may lie anywhere; `undefined` if there is none. */
export function readProposed(path: string, activityId: string): FileReading | undefined {
  return readProposedFile(path, activityId, detailSchemas);
}

/** Whether the activity has a folder, valid or not. */
export function hasActivityFolder({ activitiesDir }: Pick<Settings, 'activitiesDir'>, id: string): boolean {
  return hasFolderIn(activitiesDir, id);
}

/** Whether there is a store of draws by now; Redis is one, whether it answers or not. */
export function hasStore({ redis, dataDir }: Pick<Settings, 'redis' | 'dataDir'>): boolean {
  return redis !== null || drawDatabaseExists(dataDir);
}

/**
 * The draws' log by itself, for whoever reads it while the service runs or not.
 * @throws Error if it cannot be reached
 */
export async function openJournal(settings: Settings, log: Log, disposer: Disposer): Promise<DrawLog> {
  return (await openBooks(settings, log, disposer)).drawLog;
}

/** The books for whoever only reads them: the log, and the accounts as a draw would read them. */
export interface LedgerSnapshot {
  readonly drawLog: DrawLog;
  readonly accounts: Pick<DrawLedger, 'read'>;
}

/** @throws Error if they cannot be reached */
export async function openBooks(settings: Settings, log: Log, disposer: Disposer): Promise<LedgerSnapshot> {
  if (!settings.redis) {
    const db = openExistingDrawDatabase(settings.dataDir);
    disposer.push(() => {
      db.close();
    });
    return { drawLog: new SqliteDrawLog(db), accounts: new SqliteDrawLedger(db) };
  }
  const redis = openRedis(settings.redis, new PinoErrorReporter(log, systemClock), 'patient');
  disposer.push(() => redis.close());
  const accounts = new RedisDrawLedger(redis.client);
  await redis.settled();
  if (!redis.isReady()) throw new Error('Redis does not answer');
  return { drawLog: new RedisDrawLog(redis.client), accounts };
}

/** The same; empty ones where nobody has drawn yet and there is no file. */
export async function openBooksIfAny(
  settings: Settings,
  log: Log,
  disposer: Disposer,
): Promise<LedgerSnapshot> {
  if (hasStore(settings)) return openBooks(settings, log, disposer);
  const none = new MemoryDrawLedger();
  return { drawLog: none, accounts: none };
}

/** Who answers for tokens. */
export function openVerifier(
  settings: Settings,
  disposer: Disposer,
  entropy: Entropy = cryptoEntropy,
  telemetry?: PassportTelemetry,
): TokenVerifier {
  const { passportUrl, passportTimeoutMs } = settings;
  if (!passportUrl) return new DemoTokenVerifier();
  const verifier = new PassportTokenVerifier({
    url: passportUrl,
    timeoutMs: passportTimeoutMs,
    entropy,
    ...(telemetry && { telemetry }),
  });
  disposer.push(() => verifier.close());
  return verifier;
}

/* A proxy may send anything in `X-Forwarded-For`: what is no address does not count. */
function clientAddress(request: IncomingMessage, trusts: (address: string, hop: number) => boolean): string {
  const address = proxyAddr(request, trusts);
  return isIP(address) === 0 ? (request.socket.remoteAddress ?? '') : address;
}

function eachOf(...listeners: readonly ConfigEvents[]): ConfigEvents {
  return {
    loaded: (id) => {
      for (const listener of listeners) listener.loaded(id);
    },
    refused: (invalid) => {
      for (const listener of listeners) listener.refused(invalid);
    },
    removed: (id) => {
      for (const listener of listeners) listener.removed(id);
    },
  };
}

function healthChecks(
  configs: ConfigRepository,
  redis: RedisConnection | null,
  books: WatchedDrawLedger,
  verifier: TokenVerifier,
): HealthCheck[] {
  const verdict = (well: boolean) => ({ status: well ? ('ok' as const) : ('degraded' as const) });
  return [
    {
      name: 'activities',
      status: () => {
        const invalid = configs.invalid().length;
        return { ...verdict(invalid === 0), loaded: configs.all().length, invalid };
      },
    },
    redis ? redisHealth(redis, books) : sqliteHealth(books),
    ...(verifier instanceof PassportTokenVerifier
      ? [{ name: 'passport', status: () => verdict(verifier.isHealthy()) }]
      : []),
  ];
}

/* What is looked at for `/metrics`. */
function looksOf(get: Get): Omit<Parameters<ServiceMetrics['look']>[0], 'droppedLogLines'> {
  const configs = get(tokens.configs);
  const redis = get(tokens.redis);
  const verifier = get(tokens.tokenVerifier);
  return {
    activities: () => ({ loaded: configs.all().length, invalid: configs.invalid().length }),
    checks: () =>
      get(tokens.healthChecks).map((check) => ({ name: check.name, ok: check.status().status === 'ok' })),
    redisIsUp: () => (redis ? redis.isReady() : null),
    breakerState: () => (verifier instanceof PassportTokenVerifier ? verifier.breakerState() : null),
    stockedPrizes: (activityId) => {
      const activity = configs.find(activityId);
      if (activity?.dispatch !== 'shake') return [];
      const { prizes } = (activity.details as ShakeDetails).rules;
      return Object.entries(prizes).flatMap(([prizeId, { stock }]) =>
        stock === null ? [] : [{ prizeId, stock }],
      );
    },
    awarded: (activityId) => get(tokens.books).awarded(activityId),
  };
}

function redisHealth(redis: RedisConnection, books: WatchedDrawLedger): HealthCheck {
  const { durability } = redis;
  return {
    name: 'redis',
    status: () => {
      const lasting = durability.current();
      const refusal = durability.refusal() ?? refusalMet(books, durability.seenWritingAt());
      const well = redis.isReady() && lasting.kind !== 'volatile' && refusal === null;
      return {
        status: well ? 'ok' : 'degraded',
        draws: refusal === null ? lasting.kind : 'refused',
        ...('reason' in lasting && { reason: lasting.reason }),
        ...('fsync' in lasting && { appendfsync: lasting.fsync }),
        ...(refusal !== null && { reason: refusal }),
      };
    },
  };
}

/* What a look at Redis would show is over when the latest has not shown it. */
function refusalMet(books: WatchedDrawLedger, seenWritingAt: number): string | null {
  const met = books.refusal();
  return met && (met.at >= seenWritingAt || !isSeenByLook(met.reason)) ? met.reason : null;
}

function sqliteHealth(books: WatchedDrawLedger): HealthCheck {
  return {
    name: 'sqlite',
    status: () => {
      const refusal = books.refusal()?.reason ?? null;
      return refusal === null
        ? { status: 'ok', draws: 'durable' }
        : { status: 'degraded', draws: 'refused', reason: refusal };
    },
  };
}

function token<T>(name: string): InjectionToken<T> {
  return Symbol(name);
}
