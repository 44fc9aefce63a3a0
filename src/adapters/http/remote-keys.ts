import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { KeyFetchTelemetry } from '../../domain/visitors/visitor-telemetry.ts';
import { boundedGet } from './bounded-get.ts';
import { KeySet } from './key-set.ts';
import type { TokenHeader, TokenKeys, VerificationKey } from './token-keys.ts';

/* A key that its issuer has withdrawn is believed so long. */
const KEPT_MS = 600_000;

/* Anyone can invent names of keys. A new key of the issuer is known after this time at the latest. */
const COOL_DOWN_MS = 30_000;
const COOL_DOWN_AFTER_FAULT_MS = 5000;

/* A set of three RSA keys with their certificates is 12 KB. */
const MAX_BYTES = 262_144;

export interface RemoteKeysOptions {
  /** Of the JWKS of the issuer. */
  readonly url: string;
  readonly algorithms: readonly string[];
  /** Total time of one fetch, body included: the first visitor waits for it. */
  readonly timeoutMs: number;
  readonly telemetry?: KeyFetchTelemetry | undefined;
  /** A clock in milliseconds that is never set back. */
  readonly monotonic?: { now(): number };
}

/**
 * The keys of an issuer, fetched when a token needs them. They are kept for 10 minutes, and longer while the issuer is away.
 * A token that names an unknown key causes a fetch, but not in the 30 s after another one, or the 5 s after one that failed.
 *
 * jose has such a set as well, `createRemoteJWKSet`. It fetches again for each token after a fetch that failed, forgets its
 * keys when their time is over, also while the issuer is away, goes by the wall clock, and limits no size.
 */
export class RemoteKeys implements TokenKeys {
  readonly #options: RemoteKeysOptions;
  readonly #monotonic: { now(): number };
  #keys: KeySet | null = null;
  #fetching: Promise<void> | null = null;
  /** The end of the latest fetch, and why it failed; `null`: there was none. */
  #latest: { readonly at: number; readonly fault: string | null } | null = null;

  constructor(options: RemoteKeysOptions) {
    this.#options = options;
    this.#monotonic = options.monotonic ?? performance;
  }

  keyFor(header: TokenHeader): VerificationKey | Promise<VerificationKey | null> {
    const known = this.#keys?.find(header);
    if (known && this.#isFresh()) return known;
    if (known && this.#latest?.fault) {
      // The issuer was away a moment ago: nobody waits for it.
      if (this.#mayFetch()) void this.#fetch();
      return known;
    }
    return this.#fetched(header);
  }

  /** Fetches the keys before the first token needs them. It does not throw. */
  async warmUp(): Promise<void> {
    if (this.#mayFetch()) await this.#fetch();
  }

  /** Whether the keys could be read when they were needed last. */
  isHealthy(): boolean {
    return this.#latest !== null && this.#latest.fault === null;
  }

  async #fetched(header: TokenHeader): Promise<VerificationKey | null> {
    if (this.#fetching || this.#mayFetch()) await this.#fetch();
    const found = this.#keys?.find(header);
    if (found) return found;
    const fault = this.#latest?.fault;
    // The key may be one that the issuer has had since: nobody is refused for that.
    if (fault) throw new DependencyError('identity provider', `its keys cannot be read: ${fault}`);
    return null;
  }

  #isFresh(): boolean {
    return this.#latest?.fault === null && this.#monotonic.now() - this.#latest.at < KEPT_MS;
  }

  #mayFetch(): boolean {
    if (!this.#latest) return true;
    const { at, fault } = this.#latest;
    return this.#monotonic.now() - at >= (fault === null ? COOL_DOWN_MS : COOL_DOWN_AFTER_FAULT_MS);
  }

  #fetch(): Promise<void> {
    this.#fetching ??= this.#fetchOnce().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  async #fetchOnce(): Promise<void> {
    const { url, algorithms, timeoutMs, telemetry } = this.#options;
    try {
      const limits = { timeoutMs, maxBytes: MAX_BYTES, accept: 'application/jwk-set+json, application/json' };
      this.#keys = await KeySet.read(await boundedGet(url, limits), algorithms);
      this.#latest = { at: this.#monotonic.now(), fault: null };
      telemetry?.keysFetched('ok');
    } catch (error) {
      this.#latest = { at: this.#monotonic.now(), fault: (error as Error).message };
      telemetry?.keysFetched('fault');
    }
  }
}
