import { networkOf } from '../../domain/shared/network.ts';
import type { Permission, RateLimit } from '../../domain/visitors/rate-limiter.ts';
import type { RequestOrigin } from '../../domain/visitors/request-origin.ts';
import type { UnknownTokens } from '../../domain/visitors/unknown-tokens.ts';
import type { UnknownTokenTelemetry } from '../../domain/visitors/visitor-telemetry.ts';
import { TokenBucket } from './token-bucket.ts';

/*
 * About 4 MB. A network comes in with a use that was granted, and so was taken from the limit in all: who wants the bucket
 * of one network to be forgotten must spend as many uses as there are places, which is more than a full bucket gives back.
 */
const MAX_NETWORKS = 20_000;

export interface UnknownTokenLimits {
  /** `null`: without limit. */
  readonly inAll: RateLimit | null;
  /** Of each network; `null`: without limit. */
  readonly perNetwork: RateLimit | null;
  /** Whether an address is that of a proxy of ours, so that the client's own is not known. */
  readonly isProxy: (address: string) => boolean;
  /** A clock in milliseconds that is never set back. */
  readonly monotonic: { now(): number };
  readonly telemetry?: UnknownTokenTelemetry;
}

/**
 * Limits unknown tokens in this process. What a network's own limit refuses is not taken from the limit in all, so one
 * network cannot use up more of that than its own. Where the client's address is not known (a proxy that sends no
 * `X-Forwarded-For`, a program on this machine), the limit in all counts alone: all visitors behind such a proxy would
 * otherwise be one network, and a few of them would block the others.
 */
export class LimitedUnknownTokens implements UnknownTokens {
  readonly #limits: UnknownTokenLimits;
  readonly #inAll: TokenBucket | null;
  /** The least recently used first. */
  readonly #ofNetwork = new Map<string, TokenBucket>();

  constructor(limits: UnknownTokenLimits) {
    this.#limits = limits;
    this.#inAll = limits.inAll && new TokenBucket(limits.inAll, limits.monotonic.now());
  }

  take(origin: RequestOrigin | undefined): Permission {
    const { monotonic, perNetwork, telemetry } = this.#limits;
    const now = monotonic.now();
    const network = perNetwork && this.#networkOf(origin);
    const known = network === null ? undefined : this.#ofNetwork.get(network);
    const ofNetwork = known ?? (network !== null && perNetwork ? new TokenBucket(perNetwork, now) : null);
    const networkWaitMs = ofNetwork?.msUntilFree(now) ?? 0;
    if (networkWaitMs > 0) {
      telemetry?.unknownToken('limited_network');
      return refused(networkWaitMs);
    }
    const waitMs = this.#inAll?.msUntilFree(now) ?? 0;
    if (waitMs > 0) {
      telemetry?.unknownToken('limited_all');
      return refused(waitMs);
    }
    this.#inAll?.take();
    ofNetwork?.take();
    if (network !== null && ofNetwork) this.#keep(network, ofNetwork);
    telemetry?.unknownToken('verified');
    return { kind: 'granted' };
  }

  /** `null`: it is not known. */
  #networkOf(origin: RequestOrigin | undefined): string | null {
    const address = origin?.clientAddress() ?? '';
    return address === '' || this.#limits.isProxy(address) ? null : networkOf(address);
  }

  #keep(network: string, bucket: TokenBucket): void {
    this.#ofNetwork.delete(network);
    this.#ofNetwork.set(network, bucket);
    if (this.#ofNetwork.size <= MAX_NETWORKS) return;
    const [oldest] = this.#ofNetwork.keys();
    if (oldest !== undefined) this.#ofNetwork.delete(oldest);
  }
}

function refused(waitMs: number): Permission {
  return { kind: 'refused', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) };
}
