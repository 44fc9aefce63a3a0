import type { ErrorReporter } from '../../domain/shared/error-reporter.ts';
import type { RequestOrigin } from '../../domain/visitors/request-origin.ts';
import type { SessionCache } from '../../domain/visitors/session-cache.ts';
import type { TokenVerifier, VerificationResult } from '../../domain/visitors/token-verifier.ts';
import type { User } from '../../domain/visitors/user.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { RecentKeys } from '../shared/recent-keys.ts';
import { SingleFlight } from '../shared/single-flight.ts';
import { tokenDigest } from '../shared/token-digest.ts';

export interface SessionsDependencies {
  readonly sessionCache: SessionCache;
  readonly tokenVerifier: TokenVerifier;
  readonly errorReporter: ErrorReporter;
  readonly ttlSeconds: number;
}

/* As many as the in-process cache has sessions; about 6 MB. */
const MAX_KNOWN = 50_000;

/** Finds the user of a token: in the session cache, else from the passport, whose answer is then cached. */
export class Sessions {
  readonly #deps: SessionsDependencies;
  /*
   * One flight covers look-up, verification and caching. Otherwise a caller whose look-up missed while another's
   * verification ended would call the passport a second time.
   */
  readonly #flights = new SingleFlight<VerificationResult>();
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
  resolve(token: string, origin?: RequestOrigin): MaybePromise<VerificationResult> {
    const underway = this.#flights.current(token);
    if (underway) return underway;
    const known = this.#deps.sessionCache.get(token);
    if (known && !(known instanceof Promise)) return { kind: 'user', user: known };
    return this.#flights.run(token, async () => {
      const { cacheAnswers, user } = await this.#lookedUp(known);
      const digest = tokenDigest(token);
      if (user) {
        this.#known.add(digest);
        return { kind: 'user', user };
      }
      const verdict = await this.#deps.tokenVerifier.verify(token, origin, this.#known.has(digest));
      if (verdict.kind === 'user') {
        this.#known.add(digest);
        const remembered = this.#remember(token, verdict.user);
        // Do not wait a second time for a cache that did not answer.
        if (cacheAnswers) await remembered;
      } else {
        this.#known.delete(digest);
      }
      return verdict;
    });
  }

  /* A cache that does not answer causes a call to the passport, and no refusal. */
  async #lookedUp(
    known: MaybePromise<User | undefined>,
  ): Promise<{ cacheAnswers: boolean; user?: User | undefined }> {
    try {
      return { cacheAnswers: true, user: await known };
    } catch (error) {
      this.#deps.errorReporter.report('session cache cannot be read', error);
      return { cacheAnswers: false };
    }
  }

  async #remember(token: string, user: User): Promise<void> {
    try {
      await this.#deps.sessionCache.put(token, user, this.#deps.ttlSeconds);
    } catch (error) {
      this.#deps.errorReporter.report('session cache cannot be written', error);
    }
  }
}
