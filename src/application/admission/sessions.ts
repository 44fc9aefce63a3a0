import type { Clock } from '../../domain/shared/clock.ts';
import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { RequestOrigin } from '../../domain/visitors/request-origin.ts';
import type { Session } from '../../domain/visitors/session.ts';
import type { SessionCache } from '../../domain/visitors/session-cache.ts';
import type { TokenVerifier, VerifiedToken } from '../../domain/visitors/token-verifier.ts';
import type { UnknownTokens } from '../../domain/visitors/unknown-tokens.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { RecentKeys } from '../shared/recent-keys.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import { tokenDigest } from '../shared/token-digest.ts';
import type { EndedSessions } from './ended-sessions.ts';
import { UNSURE_MS } from './recent-ends.ts';
import { tokenDigests } from './token-digests.ts';

export interface SessionsDependencies {
  readonly sessionCache: SessionCache;
  readonly tokenVerifier: TokenVerifier;
  readonly ended: EndedSessions;
  readonly unknownTokens: UnknownTokens;
  readonly clock: Clock;
  readonly errorReporter: ErrorReporter;
  /** How long a session is kept at most; one whose token ends earlier is kept until then. */
  readonly ttlSeconds: number;
}

/** Whom a token belongs to. */
export type Resolution =
  | { readonly kind: 'user'; readonly user: User }
  | { readonly kind: 'refused' }
  /** Too many unknown tokens come, from this network or in all, so that this one was not verified. */
  | { readonly kind: 'too_many_tokens'; readonly retryAfterSeconds: number };

/* As many as the in-process cache has sessions; about 6 MB. */
const MAX_KNOWN = 50_000;

/** Finds the user of a token: in the session cache, else from the passport, whose answer is then cached. */
export class Sessions {
  readonly #deps: SessionsDependencies;
  /*
   * One flight covers look-up, verification and caching. Otherwise a caller whose look-up missed while another's
   * verification ended would call the passport a second time.
   */
  readonly #flights = new SingleFlight<Resolution>();
  /*
   * Digests of tokens that were valid before. Some of the concurrent calls to the passport are reserved for them, so that
   * invalid tokens cannot use all. A session in memory was looked up or verified earlier, so the fast path need not add it.
   */
  readonly #known = new RecentKeys(MAX_KNOWN);

  constructor(deps: SessionsDependencies) {
    this.#deps = deps;
  }

  /**
   * @param origin the request that needs the user; of concurrent ones the first
   * @throws DependencyError if neither the cache nor the passport answers
   */
  resolve(token: string, origin?: RequestOrigin): MaybePromise<Resolution> {
    const underway = this.#flights.current(token);
    if (underway) return underway;
    const known = this.#deps.sessionCache.get(token);
    if (known && !(known instanceof Promise) && !this.#isVoid(known, token)) {
      return { kind: 'user', user: known.user };
    }
    return this.#flights.run(token, async () => {
      const { cacheAnswers, session } = await this.#lookedUp(known);
      const digest = tokenDigest(token);
      // A session that was ended has shown as well that its token was not invented.
      if (session) this.#known.add(digest);
      if (session && !this.#isVoid(session, token)) return { kind: 'user', user: session.user };
      return this.#verified(token, digest, origin, cacheAnswers);
    });
  }

  async #verified(
    token: string,
    digest: string,
    origin: RequestOrigin | undefined,
    cacheAnswers: boolean,
  ): Promise<Resolution> {
    const { tokenVerifier, unknownTokens, ended } = this.#deps;
    const isKnown = this.#known.has(digest);
    // A cache that does not answer may have a session of it, so it is not said to be unknown.
    const permission = isKnown || !cacheAnswers ? null : unknownTokens.take(origin);
    if (permission?.kind === 'refused') {
      return { kind: 'too_many_tokens', retryAfterSeconds: permission.retryAfterSeconds };
    }
    // Before the passport is asked: it may not know yet of what is ended meanwhile.
    const endsSeen = ended.seen;
    const verified = await tokenVerifier.verify(token, origin, isKnown);
    if (verified.kind === 'refused' || ended.isOver(verified, () => tokenDigests(token))) {
      this.#known.delete(digest);
      return { kind: 'refused' };
    }
    this.#known.add(digest);
    const remembered = this.#remember(token, this.#believed(verified, token), endsSeen);
    // Do not wait a second time for a cache that did not answer.
    if (cacheAnswers) await remembered;
    return { kind: 'user', user: verified.user };
  }

  #believed(verified: VerifiedToken, token: string): VerifiedToken {
    const { ended, clock } = this.#deps;
    if (!ended.isUnsure(verified, () => tokenDigests(token))) return verified;
    // The session says so itself: a cache in memory may keep it for longer.
    const until = clock.now() + UNSURE_MS;
    return { ...verified, expiresAt: Math.min(until, verified.expiresAt ?? until) };
  }

  #isVoid(session: Session, token: string): boolean {
    const { ended, clock } = this.#deps;
    if (session.expiresAt !== null && session.expiresAt <= clock.now()) return true;
    return ended.isVoid(session, () => tokenDigests(token));
  }

  /* A cache that does not answer causes a call to the passport, and no refusal. */
  async #lookedUp(
    known: MaybePromise<Session | undefined>,
  ): Promise<{ cacheAnswers: boolean; session?: Session | undefined }> {
    try {
      return { cacheAnswers: true, session: await known };
    } catch (error) {
      this.#deps.errorReporter.report('session cache cannot be read', error);
      return { cacheAnswers: false };
    }
  }

  async #remember(token: string, { user, expiresAt, sid }: VerifiedToken, endsSeen: number): Promise<void> {
    const { sessionCache, clock, errorReporter, ttlSeconds } = this.#deps;
    const leftSeconds =
      expiresAt === undefined
        ? ttlSeconds
        : Math.min(ttlSeconds, Math.floor((expiresAt - clock.now()) / 1000));
    // Near its end a token is verified each time.
    if (leftSeconds < 1) return;
    try {
      const session = { user, expiresAt: expiresAt ?? null, sid: sid ?? null, endsSeen };
      await sessionCache.put(token, session, leftSeconds);
    } catch (error) {
      errorReporter.report('session cache cannot be written', error);
    }
  }
}
