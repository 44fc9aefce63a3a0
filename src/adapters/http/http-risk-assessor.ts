import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import type { RiskAssessor, RiskQuestion, RiskVerdict } from '../../domain/visitors/risk-assessor.ts';
import type { RiskResult, RiskTelemetry } from '../../domain/visitors/visitor-telemetry.ts';
import { CallBreaker } from './call-breaker.ts';
import { JsonPostClient } from './json-post-client.ts';
import { originHeaders } from './origin-headers.ts';
import { readVerdict } from './risk-verdict.ts';

/* So many wait only for a check that is overloaded; more calls would not help it. */
const MAX_CALLS = 500;

export interface RiskOptions {
  readonly url: string;
  /** Total time for one call, body included, in milliseconds. A visitor waits for it, so the operator sets it. */
  readonly timeoutMs: number;
  /** The bearer token of the calls; `null`: none. */
  readonly token: string | null;
  readonly entropy: Entropy;
  readonly telemetry?: RiskTelemetry;
}

/** Asks the risk check of the company over HTTP, once for each question: no retries, no redirects. */
export class HttpRiskAssessor implements RiskAssessor {
  readonly #options: RiskOptions;
  readonly #client: JsonPostClient;
  readonly #authorization: Record<string, string>;
  readonly #breaker = new CallBreaker('risk check');
  #calls = 0;

  constructor(options: RiskOptions) {
    const { url, timeoutMs, token } = options;
    this.#options = options;
    this.#client = new JsonPostClient(url, timeoutMs, 'risk check');
    this.#authorization = token === null ? {} : { Authorization: `Bearer ${token}` };
  }

  async assess(question: RiskQuestion): Promise<RiskVerdict> {
    if (this.#calls >= MAX_CALLS) {
      this.#count(question, 'bulkhead_full', null);
      throw new DependencyError('risk check', 'too many calls under way');
    }
    this.#calls += 1;
    try {
      return await this.#breaker.call(
        () => this.#measuredPost(question),
        () => this.#count(question, 'breaker_open', null),
      );
    } finally {
      this.#calls -= 1;
    }
  }

  close(): void {
    this.#client.close();
  }

  async #measuredPost(question: RiskQuestion): Promise<RiskVerdict> {
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1000;
    try {
      const headers = { ...originHeaders(question.origin, this.#options.entropy), ...this.#authorization };
      const verdict = readVerdict(await this.#client.post(bodyOf(question), headers));
      this.#count(question, verdict, seconds());
      return verdict;
    } catch (error) {
      this.#count(question, 'fault', seconds());
      throw error;
    }
  }

  #count({ action }: RiskQuestion, result: RiskResult, seconds: number | null): void {
    this.#options.telemetry?.riskChecked(action, result, seconds);
  }
}

function bodyOf({ action, activityId, user, requestId, proof, origin }: RiskQuestion): string {
  return JSON.stringify({
    action,
    activity_id: activityId,
    uid: user.uid,
    zone_id: user.zoneId,
    address: origin?.clientAddress() || null,
    user_agent: origin?.userAgent?.() || null,
    request_id: requestId,
    proof: proof ?? null,
  });
}
