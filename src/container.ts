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
import { DemoTokenVerifier } from './adapters/demo/demo-token-verifier.ts';
import {
  type FileReading,
  hasActivityFolder as hasFolderIn,
  readProposedFile,
} from './adapters/filesystem/activity-files.ts';
import { BuiltPageFiles } from './adapters/filesystem/built-page-files.ts';
import { FileConfigRepository } from './adapters/filesystem/file-config-repository.ts';
import { FileMediaLibrary } from './adapters/filesystem/file-media-library.ts';
import { LastGoodFiles } from './adapters/filesystem/last-good-files.ts';
import { PassportTokenVerifier } from './adapters/http/passport-token-verifier.ts';
import { HostedDrawLedger } from './adapters/ipc/hosted-draw-ledger.ts';
import { shareMetrics } from './adapters/ipc/metrics-exchange.ts';
import { createApp } from './adapters/koa/app.ts';
import type { Lifecycle } from './adapters/koa/lifecycle.ts';
import type { MetricsPage } from './adapters/koa/metrics-page.ts';
import { MemoryDrawLedger } from './adapters/memory/memory-draw-ledger.ts';
import { MemorySessionCache } from './adapters/memory/memory-session-cache.ts';
import { NearSessionCache } from './adapters/memory/near-session-cache.ts';
import { droppedLines, type Log } from './adapters/pino/log.ts';
import { PinoConfigEvents } from './adapters/pino/pino-config-events.ts';
import { PinoFaultLog } from './adapters/pino/pino-fault-log.ts';
import { requestLog } from './adapters/pino/request-log.ts';
import { ServiceMetrics } from './adapters/prometheus/service-metrics.ts';
import { CONTENT_TYPE } from './adapters/prometheus/snapshot.ts';
import {
  memoryRateLimiter,
  redisRateLimiter,
  unlimited,
} from './adapters/rate-limiter-flexible/flexible-rate-limiter.ts';
import { GuardedDrawLedger } from './adapters/redis/guarded-draw-ledger.ts';
import { openRedis, type RedisConnection } from './adapters/redis/redis-connection.ts';
import { RedisDrawJournal } from './adapters/redis/redis-draw-journal.ts';
import { RedisDrawLedger } from './adapters/redis/redis-draw-ledger.ts';
import { isSeenByLook, redisRefusalOf } from './adapters/redis/redis-refusal.ts';
import { RedisSessionCache } from './adapters/redis/redis-session-cache.ts';
import {
  drawDatabaseExists,
  openDrawDatabase,
  openExistingDrawDatabase,
} from './adapters/sqlite/draw-database.ts';
import { SqliteDrawJournal } from './adapters/sqlite/sqlite-draw-journal.ts';
import { SqliteDrawLedger } from './adapters/sqlite/sqlite-draw-ledger.ts';
import { sqliteRefusalOf } from './adapters/sqlite/sqlite-refusal.ts';
import { cryptoEntropy } from './adapters/system/crypto-entropy.ts';
import { systemClock } from './adapters/system/system-clock.ts';
import { uuidIdentifiers } from './adapters/system/uuid-identifiers.ts';
import { ActivityGate } from './application/activity-gate.ts';
import { ActivityService } from './application/activity-service.ts';
import { DrawService } from './application/draw-service.ts';
import { detailSchemas } from './application/kinds/registry.ts';
import { Seeds } from './application/seeds.ts';
import { Sessions } from './application/sessions.ts';
import { WatchedDrawLedger } from './application/watched-draw-ledger.ts';
import type { Closers } from './boot/closers.ts';
import { channelToSupervisor } from './boot/process-channels.ts';
import { speaksForAll } from './boot/spokesman.ts';
import type { AwardCounts } from './domain/ports/award-counts.ts';
import type { Clock } from './domain/ports/clock.ts';
import type { ConfigEvents } from './domain/ports/config-events.ts';
import type { ConfigRepository } from './domain/ports/config-repository.ts';
import type { DrawJournal } from './domain/ports/draw-journal.ts';
import type { DrawLedger } from './domain/ports/draw-ledger.ts';
import type { Entropy } from './domain/ports/entropy.ts';
import type { FaultLog } from './domain/ports/fault-log.ts';
import type { HealthCheck } from './domain/ports/health-check.ts';
import type { Identifiers } from './domain/ports/identifiers.ts';
import type { MediaLibrary } from './domain/ports/media-library.ts';
import type { PageFiles } from './domain/ports/page-files.ts';
import type { RateLimiter } from './domain/ports/rate-limiter.ts';
import type { SessionCache } from './domain/ports/session-cache.ts';
import type { PassportTelemetry } from './domain/ports/telemetry.ts';
import type { TokenVerifier } from './domain/ports/token-verifier.ts';
import type { ShakeDetails } from './domain/shake.ts';
import type { Settings } from './settings.ts';

type Get = <P>(name: InjectionToken<P>) => P;

/** The names under which parts are found; each carries the type of its part. */
export const parts = {
  settings: part<Settings>('settings'),
  closers: part<Closers>('closers'),
  lifecycle: part<Lifecycle>('lifecycle'),
  clock: part<Clock>('clock'),
  identifiers: part<Identifiers>('identifiers'),
  faultLog: part<FaultLog>('fault log'),
  metrics: part<ServiceMetrics>('metrics'),
  metricsPage: part<MetricsPage>('metrics page'),
  redis: part<RedisConnection | null>('redis'),
  configs: part<ConfigRepository>('config repository'),
  media: part<MediaLibrary>('media library'),
  page: part<PageFiles>('page files'),
  sessionCache: part<SessionCache>('session cache'),
  tokenVerifier: part<TokenVerifier>('token verifier'),
  entropy: part<Entropy>('entropy'),
  books: part<DrawLedger & AwardCounts>('draw ledger as it is'),
  watchedBooks: part<WatchedDrawLedger>('draw ledger, watched'),
  ledger: part<DrawLedger>('draw ledger'),
  seeds: part<Seeds>('seeds'),
  rateLimiter: part<RateLimiter>('rate limiter'),
  sessions: part<Sessions>('sessions'),
  gate: part<ActivityGate>('activity gate'),
  service: part<ActivityService>('activity service'),
  draws: part<DrawService>('draw service'),
  healthChecks: part<readonly HealthCheck[]>('health checks'),
  app: part<RequestListener>('app'),
} as const;

/**
 * Puts the service together. Parts are made when they are first asked for, once a container, so a test that
 * swaps one in a child container gets everything that depends on it anew. Whatever must be closed is pushed
 * to `closers`.
 * @param pageDir where the built page is
 * @throws Error if the activities' folder or the built page cannot be read
 */
export async function compose(
  settings: Settings,
  log: Log,
  closers: Closers,
  pageDir: string,
): Promise<DependencyContainer> {
  const container = root.createChildContainer();
  const { activitiesDir } = settings;
  container.register(parts.settings, { useValue: settings });
  container.register(parts.closers, { useValue: closers });
  container.register(parts.lifecycle, { useValue: { draining: false, closing: false } });
  container.register(parts.clock, { useValue: systemClock });
  container.register(parts.entropy, { useValue: cryptoEntropy });
  container.register(parts.identifiers, { useValue: uuidIdentifiers });
  container.register(parts.media, { useValue: await FileMediaLibrary.open(activitiesDir) });
  container.register(parts.page, { useValue: await BuiltPageFiles.open(pageDir) });

  make(parts.faultLog, (get) => new PinoFaultLog(log, get(parts.clock)));
  make(parts.metrics, () => new ServiceMetrics());
  make(parts.configs, (get) => {
    const faultLog = get(parts.faultLog);
    const configs = new FileConfigRepository({
      dir: activitiesDir,
      kinds: detailSchemas,
      lastGood: new LastGoodFiles(settings.dataDir, (error) =>
        faultLog.report('the last good versions of activities cannot be kept', error),
      ),
      events: eachOf(get(parts.metrics).config, ...(speaksForAll() ? [new PinoConfigEvents(log)] : [])),
      onUnwatched: (error) =>
        faultLog.report('the system has no file watches left: changes are found by sweeps alone', error),
    });
    get(parts.closers).push(configs.watch());
    return configs;
  });
  make(parts.redis, (get) => {
    if (!settings.redis) return null;
    const connection = openRedis(settings.redis, get(parts.faultLog));
    get(parts.closers).push(() => connection.close());
    get(parts.closers).push(connection.durability.watch());
    return connection;
  });
  make(parts.sessionCache, (get) => {
    const redis = get(parts.redis);
    const { sessions, store } = get(parts.metrics);
    if (!redis) return new MemorySessionCache(sessions);
    const far = new RedisSessionCache(redis.client, { sessions, store });
    return new NearSessionCache(far, settings.sessionTtlSeconds, performance, sessions);
  });
  make(parts.tokenVerifier, (get) =>
    openVerifier(settings, get(parts.closers), get(parts.entropy), get(parts.metrics).passport),
  );
  make(parts.books, (get) => {
    const redis = get(parts.redis);
    if (redis) return new RedisDrawLedger(redis.client, get(parts.metrics).store);
    // One process owns the file, since two that write would wait for one another with all that they do.
    if (cluster.isWorker) return new HostedDrawLedger(channelToSupervisor());
    return openSqliteLedger(settings, get(parts.closers));
  });
  make(
    parts.watchedBooks,
    (get) => new WatchedDrawLedger(get(parts.books), get(parts.redis) ? redisRefusalOf : sqliteRefusalOf),
  );
  make(parts.ledger, (get) => {
    const redis = get(parts.redis);
    const books = get(parts.watchedBooks);
    const mayForget = !settings.production || settings.allowVolatileDraws;
    return redis && !mayForget ? new GuardedDrawLedger(books, redis.durability) : books;
  });
  make(parts.rateLimiter, (get) => {
    const limit = settings.drawRateLimit;
    if (!limit) return unlimited;
    const redis = get(parts.redis);
    return redis ? redisRateLimiter(limit, redis.client, 'cms:rate:draw') : memoryRateLimiter(limit);
  });
  make(parts.seeds, (get) => new Seeds(get(parts.ledger), get(parts.entropy)));
  make(
    parts.sessions,
    (get) =>
      new Sessions({
        sessionCache: get(parts.sessionCache),
        tokenVerifier: get(parts.tokenVerifier),
        faultLog: get(parts.faultLog),
        ttlSeconds: settings.sessionTtlSeconds,
      }),
  );
  make(
    parts.gate,
    (get) =>
      new ActivityGate({
        configs: get(parts.configs),
        sessions: get(parts.sessions),
        clock: get(parts.clock),
      }),
  );
  make(
    parts.service,
    (get) =>
      new ActivityService({
        gate: get(parts.gate),
        ledger: get(parts.ledger),
        seeds: get(parts.seeds),
        clock: get(parts.clock),
      }),
  );
  make(
    parts.draws,
    (get) =>
      new DrawService({
        gate: get(parts.gate),
        ledger: get(parts.ledger),
        seeds: get(parts.seeds),
        clock: get(parts.clock),
        identifiers: get(parts.identifiers),
        rateLimiter: get(parts.rateLimiter),
        telemetry: get(parts.metrics).draws,
      }),
  );
  make(parts.healthChecks, (get) =>
    healthChecks(get(parts.configs), get(parts.redis), get(parts.watchedBooks), get(parts.tokenVerifier)),
  );
  make(parts.metricsPage, (get): MetricsPage => {
    const metrics = get(parts.metrics);
    const contentType = CONTENT_TYPE;
    metrics.look({ ...looksOf(get), droppedLogLines: () => droppedLines(log) });
    if (!cluster.isWorker) return { contentType, text: () => metrics.text() };
    const shared = shareMetrics(channelToSupervisor(), metrics);
    get(parts.closers).push(() => shared.close());
    return { contentType, text: () => shared.text() };
  });
  make(parts.app, (get) => {
    const metrics = get(parts.metrics);
    const logRequest = requestLog(log);
    const trusts = proxyAddr.compile([...settings.trustProxy]);
    return createApp({
      service: get(parts.service),
      draws: get(parts.draws),
      page: get(parts.page),
      media: get(parts.media),
      clock: get(parts.clock),
      identifiers: get(parts.identifiers),
      faultLog: get(parts.faultLog),
      lifecycle: get(parts.lifecycle),
      healthChecks: get(parts.healthChecks),
      metrics: get(parts.metricsPage),
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
export function openSqliteLedger({ dataDir }: Settings, closers: Closers): DrawLedger & AwardCounts {
  const db = openDrawDatabase(dataDir);
  closers.push(() => {
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
export async function openJournal(settings: Settings, log: Log, closers: Closers): Promise<DrawJournal> {
  return (await openBooks(settings, log, closers)).journal;
}

/** The books for whoever only reads them: the log, and the accounts as a draw would read them. */
export interface Books {
  readonly journal: DrawJournal;
  readonly accounts: Pick<DrawLedger, 'read'>;
}

/** @throws Error if they cannot be reached */
export async function openBooks(settings: Settings, log: Log, closers: Closers): Promise<Books> {
  if (!settings.redis) {
    const db = openExistingDrawDatabase(settings.dataDir);
    closers.push(() => {
      db.close();
    });
    return { journal: new SqliteDrawJournal(db), accounts: new SqliteDrawLedger(db) };
  }
  const redis = openRedis(settings.redis, new PinoFaultLog(log, systemClock), 'patient');
  closers.push(() => redis.close());
  const accounts = new RedisDrawLedger(redis.client);
  await redis.settled();
  if (!redis.isReady()) throw new Error('Redis does not answer');
  return { journal: new RedisDrawJournal(redis.client), accounts };
}

/** The same; empty ones where nobody has drawn yet and there is no file. */
export async function openBooksIfAny(settings: Settings, log: Log, closers: Closers): Promise<Books> {
  if (hasStore(settings)) return openBooks(settings, log, closers);
  const none = new MemoryDrawLedger();
  return { journal: none, accounts: none };
}

/** Who answers for tokens. */
export function openVerifier(
  settings: Settings,
  closers: Closers,
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
  closers.push(() => verifier.close());
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
  const configs = get(parts.configs);
  const redis = get(parts.redis);
  const verifier = get(parts.tokenVerifier);
  return {
    activities: () => ({ loaded: configs.all().length, invalid: configs.invalid().length }),
    checks: () =>
      get(parts.healthChecks).map((check) => ({ name: check.name, ok: check.status().status === 'ok' })),
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
    awarded: (activityId) => get(parts.books).awarded(activityId),
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

function part<T>(name: string): InjectionToken<T> {
  return Symbol(name);
}
