import type { RequestListener } from 'node:http';
import type { InjectionToken } from 'tsyringe';
import type { PassportTokenVerifier } from '../adapters/http/passport-token-verifier.ts';
import type { Lifecycle } from '../adapters/koa/http/lifecycle.ts';
import type { HealthCheck } from '../adapters/koa/probes/health-check.ts';
import type { MetricsPage } from '../adapters/koa/probes/metrics-page.ts';
import type { Tracing } from '../adapters/opentelemetry/open-tracing.ts';
import type { Log } from '../adapters/pino/log.ts';
import type { OwnedLedger } from '../adapters/process/channel.ts';
import type { ReleaseOutcomes } from '../adapters/prometheus/release-outcomes.ts';
import type { ServiceMetrics } from '../adapters/prometheus/service-metrics.ts';
import type { RedisLedger } from '../adapters/redis/draws/redis-ledger.ts';
import type { RedisConnection } from '../adapters/redis/redis-connection.ts';
import type { RecordConnection } from '../adapters/sql/records/record-connection.ts';
import type { ActivityService } from '../application/activities/activity-service.ts';
import type { AccessFollower } from '../application/admission/access-follower.ts';
import type { ActivityGate } from '../application/admission/activity-gate.ts';
import type { EndedSessions } from '../application/admission/ended-sessions.ts';
import type { KeptOut } from '../application/admission/kept-out.ts';
import type { KnownBlocks } from '../application/admission/known-blocks.ts';
import type { KnownEnds } from '../application/admission/known-ends.ts';
import type { KnownNamespaces } from '../application/admission/known-namespaces.ts';
import type { PageSigner } from '../application/admission/page-signer.ts';
import type { ProviderLogout } from '../application/admission/provider-logout.ts';
import type { Sessions } from '../application/admission/sessions.ts';
import type { VisitCounter } from '../application/admission/visit-counter.ts';
import type { VisitFlusher } from '../application/admission/visit-flusher.ts';
import type { ClaimService } from '../application/deliveries/claim-service.ts';
import type { CounterDesk } from '../application/deliveries/counter-desk.ts';
import type { OwnDraws } from '../application/deliveries/own-draws.ts';
import type { ShownDeliveries } from '../application/deliveries/shown-deliveries.ts';
import type { TicketService } from '../application/deliveries/ticket-service.ts';
import type { WebhookDispatcher } from '../application/deliveries/webhook-dispatcher.ts';
import type { Accounts } from '../application/draws/accounts.ts';
import type { ChancesService } from '../application/draws/chances-service.ts';
import type { DrawService } from '../application/draws/draw-service.ts';
import type { Drawers } from '../application/draws/drawers.ts';
import type { FairnessService } from '../application/draws/fairness-service.ts';
import type { Invitations } from '../application/draws/invitations.ts';
import type { InviteCodes } from '../application/draws/invite-codes.ts';
import type { LiveService } from '../application/draws/live-service.ts';
import type { LoadedCodes } from '../application/draws/loaded-codes.ts';
import type { RulesChain } from '../application/draws/rules-chain.ts';
import type { Seeds } from '../application/draws/seeds.ts';
import type { WatchedLedger } from '../application/draws/watched-ledger.ts';
import type { ActivityData } from '../application/kinds/activity-data.ts';
import type { PictureKeeper } from '../application/releases/picture-keeper.ts';
import type { ReleaseFollower } from '../application/releases/release-follower.ts';
import type { ReleasedActivities } from '../application/releases/released-activities.ts';
import type { ReleasedMedia } from '../application/releases/released-media.ts';
import type { ConfigRepository } from '../domain/activities/config-repository.ts';
import type { MediaLibrary, MediaSource } from '../domain/activities/media-library.ts';
import type { OwnPages } from '../domain/activities/own-pages.ts';
import type { Claims } from '../domain/deliveries/claims.ts';
import type { CodePool } from '../domain/deliveries/code-pool.ts';
import type { DeliveryCounts } from '../domain/deliveries/delivery-counts.ts';
import type { Redemptions } from '../domain/deliveries/redemptions.ts';
import type { RelayStatus } from '../domain/deliveries/relay-status.ts';
import type { StaffPins } from '../domain/deliveries/staff-pins.ts';
import type { WinnerDeliveries } from '../domain/deliveries/winner-deliveries.ts';
import type { DrawHistory } from '../domain/draws/draw-history.ts';
import type { LedgerSnapshot } from '../domain/draws/draw-log.ts';
import type { DrawTelemetry } from '../domain/draws/draw-telemetry.ts';
import type { LatestWins } from '../domain/draws/latest-wins.ts';
import type { Ledger } from '../domain/draws/ledger.ts';
import type { PictureCopy } from '../domain/releases/picture-copy.ts';
import type { ReleasePictures } from '../domain/releases/release-pictures.ts';
import type { ReleaseTelemetry } from '../domain/releases/release-telemetry.ts';
import type { ServedReleases } from '../domain/releases/served-releases.ts';
import type { Clock } from '../domain/shared/clock.ts';
import type { Entropy } from '../domain/shared/entropy.ts';
import type { ErrorReporter } from '../domain/shared/error-reporter.ts';
import type { Identifiers } from '../domain/shared/identifiers.ts';
import type { PageFiles } from '../domain/shared/page-files.ts';
import type { Vault } from '../domain/shared/vault.ts';
import type { RateLimiter } from '../domain/visitors/rate-limiter.ts';
import type { RiskAssessor } from '../domain/visitors/risk-assessor.ts';
import type { SessionCache } from '../domain/visitors/session-cache.ts';
import type { TokenVerifier } from '../domain/visitors/token-verifier.ts';
import type { UnknownTokens } from '../domain/visitors/unknown-tokens.ts';
import type { VisitTelemetry } from '../domain/visitors/visit-telemetry.ts';
import type { Disposer } from './disposer.ts';
import type { Settings } from './settings.ts';

/** What verifies tokens, and how what it needs is. */
export interface Passport {
  readonly verifier: TokenVerifier;
  /** `null` for what needs nothing that could be away. */
  readonly state: PassportState | null;
}

export interface PassportState {
  /** The name of its check in `readyz`. */
  readonly check: string;
  isHealthy(): boolean;
  /** `null`: it has none, since it asks nobody of a token. */
  breakerState(): ReturnType<PassportTokenVerifier['breakerState']> | null;
}

/** The name of each part, with its type. */
export const tokens = {
  settings: token<Settings>('settings'),
  log: token<Log>('log'),
  disposer: token<Disposer>('disposer'),
  clock: token<Clock>('clock'),
  entropy: token<Entropy>('entropy'),
  identifiers: token<Identifiers>('identifiers'),
  errorReporter: token<ErrorReporter>('error reporter'),
  releaseTelemetry: token<ReleaseTelemetry>('telemetry of releases'),
  releaseOutcomes: token<ReleaseOutcomes>('outcomes of releases'),
  metrics: token<ServiceMetrics>('metrics'),
  /** `null`: traces are off. */
  tracing: token<Tracing | null>('tracing'),
  redis: token<RedisConnection | null>('redis'),

  configs: token<ConfigRepository>('config repository'),
  released: token<ReleasedActivities>('released activities'),
  servedReleases: token<ServedReleases>('releases, served'),
  releaseFollower: token<ReleaseFollower>('release follower'),
  media: token<MediaLibrary>('media library'),
  recentMedia: token<MediaSource>('recent media'),
  releasePictures: token<ReleasePictures>('pictures of releases'),
  /** `null` where the record store is a file of this machine. */
  pictureCopy: token<PictureCopy | null>('copy of pictures'),
  /** `null` where there is no copy, and in processes that another one of the machine spares it. */
  pictureKeeper: token<PictureKeeper | null>('picture keeper'),
  releasedMedia: token<Pick<ReleasedMedia, 'find'>>('media of releases'),
  ownPages: token<OwnPages>('pages of activities'),
  page: token<PageFiles>('page files'),

  sessionCache: token<SessionCache>('session cache'),
  passport: token<Passport>('passport'),
  tokenVerifier: token<TokenVerifier>('token verifier'),
  rateLimiter: token<RateLimiter>('rate limiter'),
  riskAssessor: token<RiskAssessor | null>('risk assessor'),
  endedSessions: token<EndedSessions>('ended sessions'),
  knownEnds: token<KnownEnds>('known ends of sessions'),
  knownBlocks: token<KnownBlocks>('known blocked users'),
  keptOut: token<KeptOut>('kept out'),
  /** `null` where nothing is recorded of visitors' identities, as in trials of drafts. */
  knownNamespaces: token<KnownNamespaces | null>('known namespaces'),
  accessFollower: token<AccessFollower>('access follower'),
  /** `null` where no provider ends sessions. */
  providerLogout: token<ProviderLogout | null>('logout at the provider'),
  unknownTokens: token<UnknownTokens>('limit of unknown tokens'),
  sessions: token<Sessions>('sessions'),
  gate: token<ActivityGate>('activity gate'),
  /** `null` where no official account is configured. */
  pageSigner: token<PageSigner | null>('page signer'),

  redisLedger: token<RedisLedger | null>('ledger in Redis'),
  fileLedger: token<OwnedLedger>('ledger of the file'),
  storedLedger: token<Ledger>('ledger of the store'),
  watchedLedger: token<WatchedLedger>('ledger, watched'),
  ledger: token<Ledger>('ledger'),
  ledgerSnapshot: token<Promise<LedgerSnapshot>>('ledger snapshot'),
  seeds: token<Seeds>('seeds'),
  codes: token<LoadedCodes>('loaded codes'),
  rules: token<RulesChain>('rules chain'),
  accounts: token<Accounts>('accounts'),
  drawTelemetry: token<DrawTelemetry>('telemetry of draws'),
  drawers: token<Drawers>('drawers'),
  inviteCodes: token<InviteCodes>('invite codes'),
  invitations: token<Invitations>('invitations'),
  chances: token<ChancesService>('chances service'),
  fairness: token<FairnessService>('fairness service'),
  live: token<LiveService>('live service'),
  draws: token<DrawService>('draw service'),

  records: token<RecordConnection>('record store'),
  deliveryCounts: token<DeliveryCounts>('delivery counts'),
  vault: token<Vault | null>('vault'),
  relayStatus: token<RelayStatus>('relay status'),
  webhooks: token<WebhookDispatcher | null>('webhooks'),
  /** `null` where there are no codes. */
  codePool: token<CodePool | null>('code pool'),
  winnerDeliveries: token<WinnerDeliveries>('deliveries of winners'),
  formClaims: token<Claims>('forms of winners'),
  drawHistory: token<DrawHistory>('history of draws'),
  archivedWins: token<LatestWins>('wins of the archive'),
  shownDeliveries: token<ShownDeliveries>('deliveries, shown'),
  ownDraws: token<OwnDraws>('draws of a user'),
  claims: token<ClaimService>('claim service'),

  redemptions: token<Redemptions>('hand-overs at counters'),
  staffPins: token<StaffPins>('PINs of staff'),
  tickets: token<TicketService>('tickets for the counter'),
  desk: token<CounterDesk>('counter desk'),

  healthChecks: token<readonly HealthCheck[]>('health checks'),
  metricsPage: token<MetricsPage>('metrics page'),

  lifecycle: token<Lifecycle>('lifecycle'),
  visits: token<VisitTelemetry>('telemetry of visits'),
  visitCounter: token<VisitCounter>('visit counter'),
  visitFlusher: token<VisitFlusher>('visit flusher'),

  service: token<ActivityService<ActivityData>>('activity service'),
  app: token<RequestListener>('app'),
} as const;

function token<T>(name: string): InjectionToken<T> {
  return Symbol(name);
}
