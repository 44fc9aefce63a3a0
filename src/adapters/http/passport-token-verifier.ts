import { SingleFlight } from '../../application/shared/single-flight.ts';
import { tokenDigest } from '../../application/shared/token-digest.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import { networkOf } from '../../domain/shared/network.ts';
import type { RequestOrigin } from '../../domain/visitors/request-origin.ts';
import type { TokenVerifier, VerificationResult } from '../../domain/visitors/token-verifier.ts';
import type { PassportTelemetry } from '../../domain/visitors/visitor-telemetry.ts';
import { CallBreaker } from './call-breaker.ts';
import { CallSlots, type Slot } from './call-slots.ts';
import { JsonPostClient } from './json-post-client.ts';
import { originHeaders } from './origin-headers.ts';
import { RecentRefusals, type Refusal } from './recent-refusals.ts';
import { httpFault, type PassportAnswer, type TokenWire } from './token-wire.ts';

/* As many answers in a row that do not take the call mean that the URL is wrong. */
const NOT_TAKEN_TO_REPORT = 10;

export interface PassportOptions {
  /** Full URL of the service. */
  readonly url: string;
  readonly wire: TokenWire;
  /** Total time for one call, body included, in milliseconds. */
  readonly timeoutMs: number;
  readonly entropy: Entropy;
  readonly telemetry?: PassportTelemetry;
}

/**
 * Calls the passport over HTTP: a `check_token` service, or a server of OAuth 2 that introspects tokens. A fault is never
 * taken for a refusal, and no call is repeated. A token that was refused in the last few seconds is refused without a call.
 */
export class PassportTokenVerifier implements TokenVerifier {
  readonly #wire: TokenWire;
  readonly #entropy: Entropy;
  readonly #telemetry: PassportTelemetry | undefined;
  readonly #client: JsonPostClient;
  readonly #flights = new SingleFlight<VerificationResult>();
  readonly #breaker = new CallBreaker('passport');
  readonly #slots = new CallSlots();
  readonly #refusals = new RecentRefusals();
  /** The number of latest answers that were `not_taken`. */
  #notTakenInARow = 0;

  constructor({ url, wire, timeoutMs, entropy, telemetry }: PassportOptions) {
    this.#wire = wire;
    this.#client = new JsonPostClient(url, timeoutMs);
    this.#entropy = entropy;
    this.#telemetry = telemetry;
  }

  verify(token: string, origin?: RequestOrigin, known = false): Promise<VerificationResult> {
    const digest = tokenDigest(token);
    return this.#flights.run(digest, async () => {
      const answer = this.#recentRefusal(digest) ?? (await this.#call(token, digest, origin, known));
      // The answer may not concern the token, so the visitor is not refused.
      if (answer.kind === 'not_taken') throw httpFault(answer.status);
      return answer;
    });
  }

  /** `false` while the breaker is not closed, and when all answers are a 4xx, as at a wrong URL. */
  isHealthy(): boolean {
    return this.breakerState() === 'closed' && this.#notTakenInARow < NOT_TAKEN_TO_REPORT;
  }

  /** `half_open`: one call at a time is let through. */
  breakerState(): 'closed' | 'half_open' | 'open' {
    return this.#breaker.state;
  }

  close(): void {
    this.#client.close();
  }

  #recentRefusal(digest: string): Refusal | undefined {
    const refusal = this.#refusals.recall(digest);
    if (refusal) this.#telemetry?.passportAsked('remembered', null);
    return refusal;
  }

  async #call(
    token: string,
    digest: string,
    origin: RequestOrigin | undefined,
    known: boolean,
  ): Promise<PassportAnswer> {
    const slot = this.#takeSlot(origin, known);
    try {
      const answer = await this.#breaker.call(
        () => this.#measuredPost(token, origin),
        () => this.#telemetry?.passportAsked('breaker_open', null),
      );
      this.#notTakenInARow = answer.kind === 'not_taken' ? this.#notTakenInARow + 1 : 0;
      if (answer.kind !== 'user') this.#refusals.remember(digest, answer);
      return answer;
    } finally {
      slot.leave();
    }
  }

  /** @throws DependencyError if no slot is free */
  #takeSlot(origin: RequestOrigin | undefined, known: boolean): Extract<Slot, { kind: 'taken' }> {
    const slot = this.#slots.take({ known, network: networkOf(origin?.clientAddress() ?? '') });
    if (slot.kind === 'taken') return slot;
    const isNetworkFull = slot.why === 'network_has_its_share';
    this.#telemetry?.passportAsked(isNetworkFull ? 'network_full' : 'bulkhead_full', null);
    const whose = isNetworkFull ? " from the client's network" : '';
    throw new DependencyError('passport', `too many calls under way${whose}`);
  }

  async #measuredPost(token: string, origin: RequestOrigin | undefined): Promise<PassportAnswer> {
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1000;
    try {
      const { body, headers } = await this.#wire.request(token);
      const response = await this.#client.post(body, { ...headers, ...originHeaders(origin, this.#entropy) });
      const answer = this.#wire.read(response);
      this.#telemetry?.passportAsked(answer.kind === 'not_taken' ? 'fault' : answer.kind, seconds());
      return answer;
    } catch (error) {
      this.#telemetry?.passportAsked('fault', seconds());
      throw error;
    }
  }
}
