import type { RiskOptions } from '../adapters/http/http-risk-assessor.ts';
import type { WechatAccount } from '../adapters/http/wechat-jsapi-tickets.ts';
import type { LoggedRequests } from '../adapters/pino/request-log.ts';
import type { RedisTarget } from '../adapters/redis/redis-target.ts';
import { type RecordTarget, recordTargetOf } from '../adapters/sql/records/record-target.ts';
import type { WebhookEndpoint } from '../domain/deliveries/webhook-endpoint.ts';
import type { Role as OperatorRole } from '../domain/operators/roles.ts';
import type { RateLimit } from '../domain/visitors/rate-limiter.ts';
import {
  consoleUrl,
  oidcClaim,
  oidcClientId,
  oidcIssuer,
  oidcRoles,
  oidcScope,
  oidcSecret,
  publicUrl,
  shortText,
} from './console-readers.ts';
import { webhookEndpoints } from './endpoints-file.ts';
import { type Env, EnvReader } from './env-reader.ts';
import { type IdentitySettings, readIdentity, readNamespace } from './identity-settings.ts';
import { type LogoutSettings, readLogout } from './logout-settings.ts';
import { riskFail, riskToken } from './risk-readers.ts';
import {
  basePath,
  certificates,
  consolePort,
  corsOrigins,
  dataKeyFile,
  hostName,
  httpUrl,
  type LogLevel,
  logLevel,
  logRequests,
  postgresUrl,
  proxies,
  publishing,
  type Role,
  rateLimit,
  redisUrl,
  role,
  uids,
  wholeNumber,
  yesOrNo,
} from './settings-readers.ts';
import { readTraces, type TraceSettings } from './trace-settings.ts';
import { wechatApiUrl, wechatAppId, wechatSecret } from './wechat-readers.ts';

export interface Settings {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Begins with a slash and does not end with one. */
  readonly basePath: string;
  readonly activitiesDir: string;
  readonly dataDir: string;
  readonly redis: RedisTarget | null;
  readonly identity: IdentitySettings;
  /** Users of another one are other users. An activity keeps that of its first draw. */
  readonly identityNamespace: string;
  /** How logouts at the provider are validated; `null`: it reports none. */
  readonly logout: LogoutSettings | null;
  /** Total time for one call of an identity's server. */
  readonly passportTimeoutMs: number;
  readonly sessionTtlSeconds: number;
  /** Addresses and networks of the peers whose `X-Forwarded-*` headers are believed. */
  readonly trustProxy: readonly string[];
  /** The origins of other hosts of this site whose pages may call the API with the visitor's cookie. */
  readonly corsOrigins: ReadonlySet<string>;
  /** Whether production may book draws in a Redis that is known to forget. */
  readonly allowVolatileDraws: boolean;
  /** How often one user may ask for a draw in one activity; `null`: as often as they like. */
  readonly drawRateLimit: RateLimit | null;
  /** How many tokens that were not valid before one process verifies; `null`: all. */
  readonly unknownTokenLimit: RateLimit | null;
  /** How many of them from one network; `null`: all. */
  readonly unknownTokenLimitPerNetwork: RateLimit | null;
  /** Users whom no activity lets in, beside those whom operators block. */
  readonly blockedUsers: readonly string[];
  /** The risk check before a draw and a claim; `null`: none. */
  readonly risk: RiskSettings | null;
  /** Which side of the service this is: visitors, operations, or both. */
  readonly role: Role;
  readonly records: RecordTarget;
  /** `auto`: valid files are published as they change; `manual`: by command and in the console alone. */
  readonly publish: 'auto' | 'manual';
  /** Whether what is published needs the approval of another person than its author. */
  readonly requiresApproval: boolean;
  /** Where the console listens; `null`: nowhere. */
  readonly console: { readonly host: string; readonly port: number } | null;
  /** The origin of the console, for links that are handed out; `null`: as each browser knows it. */
  readonly consoleUrl: string | null;
  /** The origin under which visitors reach the service, for test links; `null`: it is not known. */
  readonly publicUrl: string | null;
  /** The single sign-on of the console; `null`: none. */
  readonly oidc: OidcSettings | null;
  /** `null`: in the embedded default there is one in `DATA_DIR`, and in production none. */
  readonly dataKeyFile: string | null;
  /** By name. */
  readonly endpoints: ReadonlyMap<string, WebhookEndpoint>;
  /** How many days after its end the accounts of an activity stay in the ledger. */
  readonly keepDrawsDays: number;
  /** The official account whose JS-SDK the page uses inside WeChat; `null`: none. */
  readonly wechat: WechatAccount | null;
  /** Where spans are sent to; `null`: traces are off. */
  readonly traces: TraceSettings | null;
  readonly workers: number;
  /** After the signal to end, so long new connections are still taken. */
  readonly drainDelayMs: number;
  readonly logLevel: LogLevel;
  /** Which requests have a line of their own in the log. */
  readonly logRequests: LoggedRequests;
}

export interface RiskSettings extends Pick<RiskOptions, 'url' | 'timeoutMs' | 'token'> {
  /** What no answer means: `open`: allowed; `closed`: a fault, so that nothing is done. */
  readonly fail: 'open' | 'closed';
}

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  /** `null`: a public client. */
  readonly secret: string | null;
  readonly scope: string;
  /** The claim that names what somebody is, and the role of each of its values. */
  readonly roleClaim: string;
  readonly roles: ReadonlyMap<string, OperatorRole>;
  /** On the button. */
  readonly label: string;
}

/* No thumb shakes twenty times a second for ten seconds; a script that runs wild does. */
const DRAW_RATE_LIMIT: RateLimit = { uses: 200, windowSeconds: 10 };

/* A launch brings fewer new logins to one process, and a passport that answers in 50 ms has 100 calls under way with these. */
const UNKNOWN_TOKEN_LIMIT: RateLimit = { uses: 20_000, windowSeconds: 10 };

/* A carrier's address may have thousands of visitors behind it. */
const UNKNOWN_TOKEN_LIMIT_PER_NETWORK: RateLimit = { uses: 2000, windowSeconds: 10 };

const OIDC_NAMES = [
  ...[
    'OIDC_CLIENT_ID',
    'OIDC_CLIENT_SECRET_FILE',
    'OIDC_SCOPE',
    'OIDC_ROLE_CLAIM',
    'OIDC_ROLES',
    'OIDC_LABEL',
  ],
];

/* A claim is answered within 4 s, and a visitor who waits for longer shakes again. */
const LONGEST_RISK_CHECK_MS = 3000;

/* The process ends 9 s after the signal: one second is left for what is under way. */
const LONGEST_DRAIN_DELAY_MS = 8000;

export type SettingsReading =
  | { readonly ok: true; readonly settings: Settings }
  /** A line a problem: the variable, its value, what is allowed. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the environment. Everything that is wrong is reported at once, so that an operator does not meet
 * the mistakes one start at a time. An empty variable counts as unset.
 * @param cores how many processes `WORKERS=auto` means
 */
export function readSettings(env: Env, cores: number): SettingsReading {
  const reader = new EnvReader(env);
  const read = reader.read.bind(reader);
  const need = reader.need.bind(reader);

  const production = env.NODE_ENV === 'production';
  const identity = readIdentity(reader, production);
  const redis = read('REDIS_URL', null, redisUrl);
  const ca = read('REDIS_CA_FILE', undefined, certificates);
  const sentinel = {
    username: read('REDIS_SENTINEL_USERNAME', '', String),
    password: read('REDIS_SENTINEL_PASSWORD', '', String),
  };
  needRedis('REDIS_CA_FILE', 'rediss://, rediss+cluster:// or rediss+sentinel://', ({ tls }) => tls);
  for (const name of ['REDIS_SENTINEL_USERNAME', 'REDIS_SENTINEL_PASSWORD']) {
    needRedis(name, 'redis+sentinel:// or rediss+sentinel://', ({ kind }) => kind === 'sentinel');
  }
  const wechatAccount = {
    appId: read('WECHAT_APP_ID', '', wechatAppId),
    secret: read('WECHAT_SECRET_FILE', '', wechatSecret),
    apiUrl: read('WECHAT_API_URL', 'https://api.weixin.qq.com', wechatApiUrl),
  };
  need('WECHAT_APP_ID', 'WECHAT_SECRET_FILE');
  need('WECHAT_SECRET_FILE', 'WECHAT_APP_ID');
  need('WECHAT_API_URL', 'WECHAT_APP_ID');
  const issuer = read('OIDC_ISSUER', '', oidcIssuer);
  const oidc: OidcSettings = {
    issuer,
    clientId: read('OIDC_CLIENT_ID', '', oidcClientId),
    secret: read('OIDC_CLIENT_SECRET_FILE', null, oidcSecret),
    scope: read('OIDC_SCOPE', 'openid profile', oidcScope),
    roleClaim: read('OIDC_ROLE_CLAIM', 'roles', oidcClaim),
    roles: read('OIDC_ROLES', new Map<string, OperatorRole>(), oidcRoles),
    label: read('OIDC_LABEL', issuer && new URL(issuer).host, shortText),
  };
  for (const name of ['OIDC_CLIENT_ID', 'OIDC_ROLES']) need('OIDC_ISSUER', name);
  for (const name of OIDC_NAMES) need(name, 'OIDC_ISSUER');
  const risk: RiskSettings = {
    url: read('RISK_URL', '', httpUrl),
    timeoutMs: read('RISK_TIMEOUT_MS', 300, wholeNumber(1, LONGEST_RISK_CHECK_MS)),
    fail: read('RISK_FAIL', 'open', riskFail),
    token: read('RISK_TOKEN_FILE', null, riskToken),
  };
  for (const name of ['RISK_TIMEOUT_MS', 'RISK_FAIL', 'RISK_TOKEN_FILE']) need(name, 'RISK_URL');
  const port = read('PORT', 3033, wholeNumber(0, 65_535));
  const consoleHost = read('CONSOLE_HOST', '127.0.0.1', hostName);
  const ownConsolePort = read('CONSOLE_PORT', nextPort(port), consolePort);
  const settings: Settings = {
    production,
    host: read('HOST', '127.0.0.1', hostName),
    port,
    basePath: read('BASE_PATH', '/cms-market', basePath),
    activitiesDir: read('ACTIVITIES_DIR', './activities', String),
    dataDir: read('DATA_DIR', './data', String),
    redis: redis && withSecurity(redis, ca, sentinel),
    identity,
    logout: readLogout(reader, identity),
    identityNamespace: readNamespace(reader, identity, wechatAccount),
    passportTimeoutMs: read('PASSPORT_TIMEOUT_MS', 2000, wholeNumber(1, 60_000)),
    sessionTtlSeconds: read('SESSION_TTL_SECONDS', 259_200, wholeNumber(1, 31_536_000)),
    trustProxy: read('TRUST_PROXY', ['loopback'], proxies),
    corsOrigins: read('CORS_ORIGINS', new Set<string>(), corsOrigins),
    allowVolatileDraws: read('ALLOW_VOLATILE_DRAWS', false, yesOrNo),
    drawRateLimit: read('DRAW_RATE_LIMIT', DRAW_RATE_LIMIT, rateLimit('draws')),
    unknownTokenLimit: read('UNKNOWN_TOKEN_LIMIT', UNKNOWN_TOKEN_LIMIT, rateLimit('tokens')),
    unknownTokenLimitPerNetwork: read(
      'UNKNOWN_TOKEN_LIMIT_PER_NETWORK',
      UNKNOWN_TOKEN_LIMIT_PER_NETWORK,
      rateLimit('tokens'),
    ),
    blockedUsers: read('BLOCKED_USERS', [], uids),
    risk: risk.url ? risk : null,
    role: read('ROLE', 'all', role),
    records: recordTargetOf(read('DATABASE_URL', null, postgresUrl), read('DATA_DIR', './data', String)),
    publish: read('PUBLISH', 'auto', publishing),
    requiresApproval: read('REQUIRE_APPROVAL', false, yesOrNo),
    console: ownConsolePort === null ? null : { host: consoleHost, port: ownConsolePort },
    consoleUrl: read('CONSOLE_URL', null, consoleUrl),
    publicUrl: read('PUBLIC_URL', null, publicUrl),
    oidc: issuer ? oidc : null,
    dataKeyFile: read('DATA_KEY_FILE', null, dataKeyFile),
    endpoints: read('ENDPOINTS_FILE', new Map<string, WebhookEndpoint>(), webhookEndpoints),
    keepDrawsDays: read('KEEP_DRAWS_DAYS', 90, wholeNumber(1, 3650)),
    wechat: wechatAccount.appId && wechatAccount.secret ? wechatAccount : null,
    traces: readTraces(reader),
    workers: read('WORKERS', 1, (text) => (text === 'auto' ? cores : wholeNumber(1, 256, 'or auto')(text))),
    drainDelayMs: read('DRAIN_DELAY_MS', 500, wholeNumber(0, LONGEST_DRAIN_DELAY_MS)),
    logLevel: read('LOG_LEVEL', 'info', logLevel),
    logRequests: read('LOG_REQUESTS', 'notable', logRequests),
  };
  const { problems } = reader;
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };

  function needRedis(name: string, urls: string, isOf: (target: RedisTarget) => boolean): void {
    const isMalformed = redis === null && Boolean(env.REDIS_URL);
    if (!env[name] || isMalformed || (redis && isOf(redis))) return;
    reader.report(`${name} is set: then REDIS_URL must begin with ${urls}`);
  }
}

/* There is no port after the last one. */
function nextPort(port: number): number | null {
  if (port === 0) return 0;
  return port === 65_535 ? null : port + 1;
}

function withSecurity(
  target: RedisTarget,
  ca: string | undefined,
  { username, password }: { username: string; password: string },
): RedisTarget {
  const trusting = { ...target, ...(ca !== undefined && { ca }) };
  if (trusting.kind !== 'sentinel' || (!username && !password)) return trusting;
  const sentinelCredentials = { ...(username && { username }), ...(password && { password }) };
  return { ...trusting, sentinelCredentials };
}
