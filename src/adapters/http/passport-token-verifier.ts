import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance } from 'axios';
import { BrokenCircuitError, CircuitState, ConsecutiveBreaker, circuitBreaker, handleAll } from 'cockatiel';
import { z } from 'zod';
import { SingleFlight } from '../../application/shared/single-flight.ts';
import { tokenDigest } from '../../application/shared/token-digest.ts';
import { DependencyError } from '../../domain/shared/dependency-error.ts';
import type { Entropy } from '../../domain/shared/entropy.ts';
import { type RequestOrigin, traceparent } from '../../domain/visitors/request-origin.ts';
import type { TokenVerifier, VerificationResult } from '../../domain/visitors/token-verifier.ts';
import { userOfRecord } from '../../domain/visitors/user.ts';
import type { PassportTelemetry } from '../../domain/visitors/visitor-telemetry.ts';
import { CallSlots, type Slot } from './call-slots.ts';
import { networkOf } from './network.ts';
import { RecentRefusals, type Refusal } from './recent-refusals.ts';

const MAX_ANSWER_BYTES = 65_536;

/* After so many faults in a row the passport is left alone for a second, then asked by one call at a time. */
const FAULTS_TO_OPEN = 10;
const OPEN_MS = 1000;

const answerSchema = z.looseObject({ ret: z.int(), data: z.unknown().optional() });

export interface PassportOptions {
  /** Full URL of the `check_token` service. */
  readonly url: string;
  /** Total time for one call, body included, in milliseconds. */
  readonly timeoutMs: number;
  readonly entropy: Entropy;
  readonly telemetry?: PassportTelemetry;
}

/* So long is the id of a span, by W3C Trace Context. */
const SPAN_ID_BYTES = 8;

type Answer = VerificationResult | Refusal;

/**
 * Asks the passport's `check_token` over HTTP. A fault is never taken for a refusal, and nothing is retried. A token
 * that was refused a few seconds ago is refused again without a call.
 */
export class PassportTokenVerifier implements TokenVerifier {
  readonly #options: PassportOptions;
  readonly #http: AxiosInstance;
  readonly #agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  readonly #flights = new SingleFlight<VerificationResult>();
  readonly #breaker = circuitBreaker(handleAll, {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAULTS_TO_OPEN),
  });
  readonly #places = new CallSlots();
  readonly #refusals = new RecentRefusals();
  /** How many of the latest answers took no question: a 4xx each, whatever the token. */
  #notTakenInARow = 0;

  constructor(options: PassportOptions) {
    this.#options = options;
    this.#http = axios.create({
      httpAgent: this.#agents.http,
      httpsAgent: this.#agents.https,
      // Environment variables must not send tokens through a proxy.
      proxy: false,
      // A redirect would carry the token to another place.
      maxRedirects: 0,
      // Unpacking is off, since a small answer may unpack to gigabytes.
      decompress: false,
      maxContentLength: MAX_ANSWER_BYTES,
      headers: {
        Accept: 'application/json',
        'Accept-Encoding': 'identity',
        'Content-Type': 'application/json',
      },
      responseType: 'text',
      // What goes out and what comes back is text; looking for what else it may be takes time.
      transformRequest: (body: unknown) => body,
      transformResponse: (body: unknown) => body,
      validateStatus: () => true,
    });
  }

  verify(token: string, origin?: RequestOrigin, known = false): Promise<VerificationResult> {
    const digest = tokenDigest(token);
    return this.#flights.run(digest, async () => {
      const answer = this.#recalled(digest) ?? (await this.#asked(token, digest, origin, known));
      // It says nothing of the token for certain, so the visitor is not refused.
      if (answer.kind === 'not_taken') throw new DependencyError('passport', httpStatus(answer.status));
      return answer;
    });
  }

  /** Whether it can be asked, and takes some question: a wrong URL is answered with a 4xx whatever the token. */
  isHealthy(): boolean {
    return this.breakerState() === 'closed' && this.#notTakenInARow < FAULTS_TO_OPEN;
  }

  /** `half_open`: one call is let through to see whether the passport is back. */
  breakerState(): 'closed' | 'half_open' | 'open' {
    switch (this.#breaker.state) {
      case CircuitState.Closed:
        return 'closed';
      case CircuitState.HalfOpen:
        return 'half_open';
      default:
        return 'open';
    }
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #recalled(digest: string): Refusal | undefined {
    const refusal = this.#refusals.recall(digest);
    if (refusal) this.#options.telemetry?.passportAsked('remembered', null);
    return refusal;
  }

  async #asked(
    token: string,
    digest: string,
    origin: RequestOrigin | undefined,
    known: boolean,
  ): Promise<Answer> {
    const place = this.#takePlace(origin, known);
    try {
      const answer = await this.#breaker.execute(() => this.#measured(token, origin));
      this.#notTakenInARow = answer.kind === 'not_taken' ? this.#notTakenInARow + 1 : 0;
      if (answer.kind !== 'user') this.#refusals.remember(digest, answer);
      return answer;
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      this.#options.telemetry?.passportAsked('breaker_open', null);
      throw new DependencyError('passport', 'left alone after repeated faults');
    } finally {
      place.leave();
    }
  }

  #takePlace(origin: RequestOrigin | undefined, known: boolean): Extract<Slot, { kind: 'taken' }> {
    const place = this.#places.take({ known, network: networkOf(origin?.clientAddress() ?? '') });
    if (place.kind === 'taken') return place;
    const ofNetwork = place.why === 'network_has_its_share';
    this.#options.telemetry?.passportAsked(ofNetwork ? 'network_full' : 'bulkhead_full', null);
    const whose = ofNetwork ? " from the client's network" : '';
    throw new DependencyError('passport', `too many calls under way${whose}`);
  }

  async #measured(token: string, origin: RequestOrigin | undefined): Promise<Answer> {
    const { telemetry } = this.#options;
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1000;
    try {
      const answer = await this.#ask(token, origin);
      telemetry?.passportAsked(answer.kind === 'not_taken' ? 'fault' : answer.kind, seconds());
      return answer;
    } catch (error) {
      telemetry?.passportAsked('fault', seconds());
      throw error;
    }
  }

  async #ask(token: string, origin: RequestOrigin | undefined): Promise<Answer> {
    const { status, data } = await this.#post(token, this.#headersFor(origin));
    if (status === 401 || status === 403) return { kind: 'refused' };
    if (isAboutQuestion(status)) return { kind: 'not_taken', status };
    if (status !== 200) throw new DependencyError('passport', httpStatus(status));
    return readVerdict(data);
  }

  /* By these the passport's log and ours can be laid together. */
  #headersFor(origin: RequestOrigin | undefined): Record<string, string> {
    if (!origin) return {};
    const { requestId, trace } = origin;
    const headers = { 'X-Request-Id': requestId };
    if (!trace) return headers;
    return { ...headers, traceparent: traceparent(trace, this.#options.entropy.hex(SPAN_ID_BYTES)) };
  }

  async #post(token: string, headers: Record<string, string>): Promise<{ status: number; data: string }> {
    try {
      // axios's own timeout restarts with every byte; the signal is the whole time.
      const signal = AbortSignal.timeout(this.#options.timeoutMs);
      const data = JSON.stringify({ token });
      return await this.#http.request<string>({
        method: 'POST',
        url: this.#options.url,
        data,
        signal,
        headers,
      });
    } catch (error) {
      // The error of axios carries the request, and with it the token: only its words go on.
      const { code, message } = error as { code?: string; message?: string };
      const reason =
        code === 'ERR_CANCELED' ? `no answer in ${this.#options.timeoutMs} ms` : (message ?? 'failed');
      throw new DependencyError('passport', reason);
    }
  }
}

/*
 * A 4xx speaks of the question, so it must not open the breaker: anyone can send tokens that a passport rejects. By
 * 408 and 429 the passport says that it does not keep up.
 */
function isAboutQuestion(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function httpStatus(status: number): string {
  return `answered with HTTP ${status}`;
}

/** @throws DependencyError if it is neither a user nor a refusal */
function readVerdict(body: string): VerificationResult {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) throw new DependencyError('passport', 'answered something else than {"ret", "data"}');
  if (answer.data.ret !== 0) return { kind: 'refused' };
  const user = userOfRecord(answer.data.data);
  if (!user)
    throw new DependencyError(
      'passport',
      'answered ret 0 without a usable uid (a text, or an integer up to 2^53)',
    );
  return { kind: 'user', user };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
