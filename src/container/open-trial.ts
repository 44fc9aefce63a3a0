import { randomBytes } from 'node:crypto';
import type { AppDependencies } from '../adapters/koa/http/app.ts';
import { createApp } from '../adapters/koa/http/app.ts';
import type { PeerTrust } from '../adapters/koa/http/cross-site.ts';
import type { AppListener } from '../adapters/koa/http/in-short-turns.ts';
import { visitorRoutes } from '../adapters/koa/public/public-routes.ts';
import { InventedUsers, tokenOfInvented } from '../adapters/memory/invented-users.ts';
import { MemoryDeliveries } from '../adapters/memory/memory-deliveries.ts';
import { MemoryDrawLedger } from '../adapters/memory/memory-draw-ledger.ts';
import { memoryRateLimiter, unlimited } from '../adapters/rate-limiter-flexible/flexible-rate-limiter.ts';
import { AesVault } from '../adapters/vault/aes-vault.ts';
import { drawCapabilities } from '../application/kinds/kinds.ts';
import type { ReleasedMedia } from '../application/releases/released-media.ts';
import type { Activity } from '../domain/activities/activity.ts';
import type { OwnPages } from '../domain/activities/own-pages.ts';
import { prizeOffers } from '../domain/deliveries/prize-offers.ts';
import { codePrizes } from '../domain/draws/code-stock.ts';
import type { Clock } from '../domain/shared/clock.ts';
import type { PageFiles } from '../domain/shared/page-files.ts';
import type { SessionCache } from '../domain/visitors/session-cache.ts';
import { registerHandOver } from './register-counter.ts';
import { registerShownDeliveries } from './register-deliveries.ts';
import { registerDrawing } from './register-draws.ts';
import { publicDependencies, registerActivityService } from './register-http.ts';
import { registerGate, registerNoStrangers } from './register-visitors.ts';
import { Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import { tokens } from './tokens.ts';

/** What trials share with the process that they run in. */
export interface TrialSurroundings
  extends Pick<AppDependencies, 'errorReporter' | 'identifiers' | 'lifecycle' | 'clientAddress'> {
  readonly settings: Settings;
  readonly trust: PeerTrust;
  /** For the seeds of draws and the like. */
  readonly entropy: { hex(bytes: number): string };
}

export interface TrialOptions {
  readonly activity: Activity;
  readonly isPaused: boolean;
  /** Of all its users; `null`: they are in none. */
  readonly zoneId: string | null;
  readonly mostUsers: number;
  readonly clock: Clock;
  /** Where its paths begin. */
  readonly basePath: string;
  readonly page: PageFiles;
  readonly media: Pick<ReleasedMedia, 'find'>;
  /** What every answer carries besides. */
  readonly headers: readonly string[];
  /** Before the title where others show it, such as a messenger that has the address. */
  readonly titlePrefix: string;
}

/** The service of visitors for one activity alone, in memory: what is done in it is booked nowhere. */
export interface Trial {
  readonly listener: AppListener;
  /** Whether there is room for this user. */
  takes(uid: string): boolean;
  /** One draw of a user, before they see the page. */
  draw(uid: string): Promise<void>;
  /** How many draws, chances and forms it has taken: they stay in memory as long as it does. */
  changes(): number;
}

/* Nobody else reads what is sealed with it, and it ends with the process. */
const vault = new AesVault({
  current: 'trial',
  keys: new Map([['trial', randomBytes(32)]]),
  index: randomBytes(32),
});

/* No draft of an activity has one: what is in a folder is not a part of it. */
const NO_OWN_PAGES: OwnPages = { has: () => false, find: async () => undefined };

/* An invented user is known without a question to anybody. */
const NO_SESSIONS: SessionCache = { get: () => undefined, put: async () => {} };

/* More than can be won here. */
const MANY_CODES = 1_000_000;

export async function openTrial(options: TrialOptions, around: TrialSurroundings): Promise<Trial> {
  const { activity, basePath, clock, headers } = options;
  const users = new InventedUsers({ zoneId: options.zoneId, most: options.mostUsers });
  const registry = registerTrial(options, around, users);
  const get = registry.get.bind(registry);
  const details = drawCapabilities.get(activity.dispatch)?.detailsOf(activity);
  for (const prize of details ? codePrizes(details) : []) {
    await get(tokens.ledger).growPool(activity.id, prize, MANY_CODES);
  }
  const cookie = {
    ...around.trust,
    path: basePath,
    maxAgeSeconds: around.settings.sessionTtlSeconds,
    origins: new Set<string>(),
  };
  let changes = 0;
  const listener = createApp({
    ...around,
    routes: visitorRoutes(publicDependencies(get, basePath, cookie)),
    basePath,
    cookie,
    clock,
    headers,
    observe: ({ method, route }) => {
      if (method === 'POST' && !READING.test(route)) changes++;
    },
  });
  const { id: activityId, dispatch } = activity;
  return {
    listener,
    takes: (uid) => users.takes(uid),
    draw: async (uid) => {
      const visit = { activityId, dispatch, token: tokenOfInvented(uid), cookieToken: undefined };
      await get(tokens.draws).draw(visit, around.identifiers.next());
    },
    changes: () => changes,
  };
}

const READING = /\/(static|prizes|draws)$/;

/* The composition of the public side, on stores in memory. */
function registerTrial(options: TrialOptions, around: TrialSurroundings, users: InventedUsers): Registry {
  const { activity, isPaused, clock, page, media, titlePrefix } = options;
  const { settings, errorReporter, identifiers, entropy } = around;
  const registry = new Registry();
  registry.value(tokens.settings, settings);
  registry.value(tokens.clock, clock);
  registry.value(tokens.entropy, entropy);
  registry.value(tokens.identifiers, identifiers);
  registry.value(tokens.errorReporter, errorReporter);
  registry.factory(tokens.redis, () => null);
  registry.value(tokens.vault, vault);

  // Only the head of the page is made from this one.
  const face = { ...activity, title: `${titlePrefix}${activity.title}` };
  const find = (id: string) => (id === activity.id ? face : undefined);
  registry.value(tokens.configs, { find, all: () => [face], invalid: () => [] });
  registry.value(tokens.servedReleases, {
    served: (id) => (id === activity.id ? { activity, isPaused, candidate: null } : undefined),
  });
  registry.value(tokens.page, page);
  registry.value(tokens.releasedMedia, media);
  registry.value(tokens.ownPages, NO_OWN_PAGES);

  registry.value(tokens.sessionCache, NO_SESSIONS);
  registry.value(tokens.tokenVerifier, users);
  registerNoStrangers(registry);
  registry.value(
    tokens.rateLimiter,
    settings.drawRateLimit ? memoryRateLimiter(settings.drawRateLimit) : unlimited,
  );
  registerGate(registry);
  registry.factory(tokens.pageSigner, () => null);

  const ledger = new MemoryDrawLedger();
  const { prizes } = activity.publicData;
  const deliveries = new MemoryDeliveries(
    ledger,
    prizeOffers(JSON.stringify({ prizes, rules: activity.rulesAsWritten })),
  );
  registry.value(tokens.ledger, ledger);
  registry.value(tokens.drawTelemetry, { drawn: () => {} });
  registry.value(tokens.visits, { visited: () => {}, drew: () => {}, refused: () => {} });
  registry.factory(tokens.tracing, () => null);
  registerDrawing(registry);
  registry.value(tokens.codePool, deliveries);
  registry.value(tokens.winnerDeliveries, deliveries);
  registry.value(tokens.formClaims, deliveries);
  registry.value(tokens.drawHistory, deliveries);
  registry.value(tokens.archivedWins, { latestWins: async () => [] });
  registerShownDeliveries(registry);
  registry.value(tokens.redemptions, {
    find: (activityId, drawId) => deliveries.find(activityId, drawId),
    redeem: async () => ({ kind: 'missing' }),
    redeemedBy: async () => ({ kind: 'missing' }),
  });
  registry.value(tokens.staffPins, { set: async () => {}, check: async () => 'not_set' });
  registerHandOver(registry);
  registerActivityService(registry);
  return registry;
}
