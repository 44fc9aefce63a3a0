import { WechatJsapiTickets } from '../adapters/http/wechat-jsapi-tickets.ts';
import { L1SessionCache } from '../adapters/memory/l1-session-cache.ts';
import { MemorySessionCache } from '../adapters/memory/memory-session-cache.ts';
import {
  memoryRateLimiter,
  redisRateLimiter,
  unlimited,
} from '../adapters/rate-limiter-flexible/flexible-rate-limiter.ts';
import { RedisSessionCache } from '../adapters/redis/sessions/redis-session-cache.ts';
import { systemTimer } from '../adapters/system/system-timer.ts';
import { ActivityGate } from '../application/admission/activity-gate.ts';
import { noEndedSessions } from '../application/admission/ended-sessions.ts';
import { nothingKeptOut } from '../application/admission/kept-out.ts';
import { KeptTicket } from '../application/admission/kept-ticket.ts';
import { PageSigner } from '../application/admission/page-signer.ts';
import { Sessions } from '../application/admission/sessions.ts';
import { TracedRateLimiter } from '../application/admission/traced-rate-limiter.ts';
import { TracedTokenVerifier } from '../application/admission/traced-token-verifier.ts';
import type { TokenVerifier } from '../domain/visitors/token-verifier.ts';
import { unlimitedTokens } from '../domain/visitors/unknown-tokens.ts';
import { asksIssuer } from './identity-settings.ts';
import { registerAccess } from './register-access.ts';
import { registerIdentity } from './register-identity.ts';
import { registerRisk } from './register-risk.ts';
import { storeTelemetry } from './register-tracing.ts';
import { registerUnknownTokens } from './register-unknown-tokens.ts';
import type { Get, Registry } from './registry.ts';
import { tokens } from './tokens.ts';

/** Who the visitors are: passport, sessions, rate limit, the gate that every visit passes, and pages inside WeChat. */
export function registerVisitors(registry: Registry): void {
  const { sessionTtlSeconds, drawRateLimit } = registry.get(tokens.settings);
  registerIdentity(registry, () => registry.get(tokens.metrics).passport);
  registry.factory(tokens.sessionCache, (get) => {
    const redis = get(tokens.redis);
    const { sessions } = get(tokens.metrics);
    if (!redis || !asksIssuer(get(tokens.settings).identity)) return new MemorySessionCache(sessions);
    const store = storeTelemetry(get);
    const l2 = new RedisSessionCache(redis.client, { sessions, store });
    return new L1SessionCache(l2, sessionTtlSeconds, performance, sessions);
  });
  registry.factory(tokens.rateLimiter, (get) => {
    if (!drawRateLimit) return unlimited;
    const redis = get(tokens.redis);
    if (!redis) return memoryRateLimiter(drawRateLimit);
    const limiter = redisRateLimiter(drawRateLimit, redis.client, 'cms:rate:draw');
    const tracing = get(tokens.tracing);
    return tracing ? new TracedRateLimiter(limiter, tracing.tracer) : limiter;
  });
  registerUnknownTokens(registry);
  registerAccess(registry);
  registerRisk(registry);
  registry.factory(tokens.servedReleases, (get) => get(tokens.released));
  registerGate(registry);
  registerPageSigner(registry);
}

/** The same for a command: the passport answers, not what a session remembers of an earlier answer. */
export function registerVisitorsForCommand(registry: Registry): void {
  registerIdentity(registry);
  registry.factory(tokens.sessionCache, () => new MemorySessionCache());
  registerNoStrangers(registry);
  registry.factory(tokens.servedReleases, (get) => get(tokens.released));
  registerGate(registry);
}

/** Where nobody sends tokens whose sessions could be ended, or who could be an attacker: commands, and trials of drafts. */
export function registerNoStrangers(registry: Registry): void {
  registry.value(tokens.endedSessions, noEndedSessions);
  registry.value(tokens.keptOut, nothingKeptOut);
  registry.factory(tokens.knownNamespaces, () => null);
  registry.value(tokens.unknownTokens, unlimitedTokens);
  registry.factory(tokens.riskAssessor, () => null);
}

function tracedVerifier(get: Get): TokenVerifier {
  const verifier = get(tokens.tokenVerifier);
  const tracing = get(tokens.tracing);
  return tracing
    ? new TracedTokenVerifier(verifier, tracing.tracer, asksIssuer(get(tokens.settings).identity))
    : verifier;
}

/** Sessions, and the gate that every visit passes. */
export function registerGate(registry: Registry): void {
  registry.factory(
    tokens.sessions,
    (get) =>
      new Sessions({
        sessionCache: get(tokens.sessionCache),
        tokenVerifier: tracedVerifier(get),
        ended: get(tokens.endedSessions),
        unknownTokens: get(tokens.unknownTokens),
        clock: get(tokens.clock),
        errorReporter: get(tokens.errorReporter),
        ttlSeconds: get(tokens.settings).sessionTtlSeconds,
      }),
  );
  registry.factory(
    tokens.gate,
    (get) =>
      new ActivityGate({
        releases: get(tokens.servedReleases),
        sessions: get(tokens.sessions),
        keptOut: get(tokens.keptOut),
        clock: get(tokens.clock),
      }),
  );
}

function registerPageSigner(registry: Registry): void {
  registry.factory(tokens.pageSigner, (get) => {
    const { wechat } = get(tokens.settings);
    if (!wechat) return null;
    const tickets = new WechatJsapiTickets(wechat);
    get(tokens.disposer).push(() => tickets.close());
    const errorReporter = get(tokens.errorReporter);
    return new PageSigner({
      appId: wechat.appId,
      ticket: new KeptTicket({ tickets, timer: systemTimer, errorReporter }),
      clock: get(tokens.clock),
      entropy: get(tokens.entropy),
    });
  });
}
